#!/bin/sh
# Counts the words of all text files below a directory with the standard tools alone: the same count as that of
# `strait demo`, made in another way, to compare with.
#
#   count-words.sh DIRECTORY
#
# prints files, skipped, bytes, words and distinct, one "name value" per line, an empty line, and then one line per
# distinct word, the most frequent first: the count and the word.
#
# A word is a maximal run of ASCII letters, lower-cased. A file with a NUL byte in its first 8 KiB is skipped. Symbolic
# links are not followed. Needs find, head, od, grep, cat, wc, tr, sort, uniq and awk.
set -eu
LC_ALL=C
export LC_ALL

directory=${1:?usage: count-words.sh DIRECTORY}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The line break after each file keeps its last word apart from the first word of the next.
(cd "$directory" && find . -type f -exec sh -c '
    for file; do
        if head -c 8192 "$file" | od -A n -v -t x1 | grep -q " 00"; then
            echo skipped >&3
        else
            wc -c <"$file" >&3
            cat "$file"
            echo
        fi
    done' sh {} +) 3>"$work/files" |
    tr -cs A-Za-z '\n' | tr A-Z a-z | grep -v '^$' | sort | uniq -c | sort -s -k 1,1nr >"$work/counts"

awk '$1 == "skipped" { skipped++; next } { files++; bytes += $1 }
    END { printf "files %.0f\nskipped %.0f\nbytes %.0f\n", files, skipped, bytes }' "$work/files"
awk '{ words += $1 } END { printf "words %.0f\ndistinct %.0f\n\n", words, NR }' "$work/counts"
cat "$work/counts"
