package dev.strait.cli.demo;

import java.util.Optional;

/**
 * How a job is to be done.
 *
 * @param workers how many worker processes, at least 1
 * @param mishap what befalls one of them half way
 * @param files how many files there are; of no interest without a mishap
 */
record Plan(int workers, Optional<Mishap> mishap, long files) {}
