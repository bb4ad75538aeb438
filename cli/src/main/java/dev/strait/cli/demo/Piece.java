package dev.strait.cli.demo;

/**
 * A part of one file, or all of it. No word reaches over the end of a piece, so that pieces can be counted one by one, by
 * anybody, in any order.
 *
 * @param file the id of the file, from 0, given by the process that reads the input
 * @param index the place of this piece in its file, from 0
 * @param bytes the text, not changed in any way; shared and never modified
 */
@SuppressWarnings("ArrayRecordComponent") // pieces are not compared, and bytes travel as an array
public record Piece(int file, int index, byte[] bytes) {}
