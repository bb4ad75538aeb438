package dev.strait.cli.demo;

/**
 * How often a word occurs.
 *
 * @param word in lower case
 * @param count at least 1
 */
record WordCount(String word, long count) {}
