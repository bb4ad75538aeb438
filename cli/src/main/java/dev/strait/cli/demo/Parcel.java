package dev.strait.cli.demo;

import java.util.List;

/**
 * One message of work: some small files, or one piece of a large one. Small files share a message because a source tree
 * has tens of thousands of them; each keeps its id.
 *
 * @param id the id of this parcel, from 0; its result bears the same
 * @param pieces what to count, at least one
 */
public record Parcel(int id, List<Piece> pieces) {}
