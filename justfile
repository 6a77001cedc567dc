# Everyday recipes. `just` lists them.

_default:
    @just --list

# Make the newest edition in out/<edition>
[group: 'chapter']
build *arguments:
    cargo run -- build {{ arguments }}

# Run the checks of `build` and write nothing
[group: 'chapter']
check *arguments:
    cargo run -- check {{ arguments }}

# Redraw one figure into the current folder
[group: 'chapter']
figure id *arguments:
    cargo run -- figure {{ id }} {{ arguments }}

# Make the synthetic returns of data/demo again
[group: 'chapter']
demo *arguments:
    cargo run -- demo {{ arguments }}

# Write the JSON Schemas of the TOML files again
[group: 'program']
schemas:
    cargo run -- schemas

# Install the release program for daily use
[group: 'program']
install:
    cargo install --locked --path .

# The small program for a force, without the chapter: target/check-only/release/assess, and its bytes
[group: 'program']
check-only:
    cargo build --release --locked --no-default-features --features check --target-dir target/check-only
    wc -c target/check-only/release/assess

# Run all tests
[group: 'program']
test *arguments:
    cargo test {{ arguments }}

# The long proof of disclosure control: 20,500 random linked tables attacked, and the tables of the real size timed
[group: 'program']
disclosure-proof *arguments:
    cargo test --release --test suite -- disclosure:: --include-ignored --nocapture {{ arguments }}

# Small worlds: every return of three forces and two years, grouped by what its release prints, and random returns of two tied measures
[group: 'program']
small-worlds releases='531441' seeds='1000':
    SMALL_WORLDS={{ releases }} SMALL_SEEDS={{ seeds }} cargo test --release --test suite -- rebuilding::small_worlds rebuilding::attacked --include-ignored --nocapture

# Every single correction after a release, and twenty sets of twelve
[group: 'program']
corrections:
    cargo test --release --test suite -- rebuilding:: correction --include-ignored --skip small_worlds --nocapture

# Figures of random data, five hundred sets a kind: nothing on anything else and nothing outside
[group: 'program']
figure-sets sets='500':
    FIGURE_SETS={{ sets }} cargo test --release --test suite -- of_random_data figure_bad_input

# Damage good returns in every way the tests know, ten thousand cases, and print the table of the README
[group: 'program']
mutate seeds='100':
    MUTATE_SEEDS={{ seeds }} cargo test --release --test suite mutator::damage_of_ten_thousand -- --ignored --nocapture

# How often every interval holds the truth, in twenty times as many simulated nations as the suite tries
[group: 'program']
coverage:
    cargo test --release --test suite statistics::coverage -- --include-ignored --nocapture

# Read a hundred thousand damaged files of every kind
[group: 'program']
fuzz cases='100000':
    FUZZ_CASES={{ cases }} cargo test --release --test suite fuzz::a_hundred_thousand -- --ignored --nocapture

# Damage two thousand configurations, for the table of docs/reliability.md
[group: 'program']
configurations:
    cargo test --release --test suite faults::configurations::two_thousand -- --ignored --nocapture

# Typeset a hundred texts that would never end, for the table of docs/reliability.md
[group: 'program']
bombs:
    cargo test --release --test suite faults::bombs::a_hundred -- --ignored --nocapture

# Kill the writing of a folder as large as a release twice, at thousands of pairs of steps, for the table of docs/reliability.md
[group: 'program']
kills:
    cargo test --test suite faults::writing::a_folder_as_large -- --ignored --nocapture

# Format, then lint with warnings denied
[group: 'program']
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- --deny warnings

# Edit a watched chapter a thousand times, and hold the memory of the program and its children
[group: 'program']
watch-long edits='1000':
    WATCH_EDITS={{ edits }} cargo test --test suite watch::memory -- --ignored --nocapture

# Build over and over in other surroundings, and hold the manifests against each other; with the release program too, if it is named
[group: 'program']
same *more:
    cargo build --locked
    bash .ci/same target/debug/assess {{ more }}

# Two hundred random pairs of whole editions, each compared in parts that sum to the whole
[group: 'program']
pairs count='200' first='0':
    PAIRS={{ count }} FIRST_PAIR={{ first }} cargo test --locked --test suite -- compare_pairs::the_parts_of_200 --ignored --nocapture

# Write down the licence of each library anew, after a change of the lock file
[group: 'program']
licences:
    cargo fetch --locked
    cargo test --locked --test suite -- provenance::licences_are_written --ignored

# What CI runs, from nothing
[group: 'program']
ci:
    bash .ci/run

# Pages of the chapter as pictures in out/pages, to look at (needs poppler-utils)
[group: 'chapter']
pages edition='2027': build
    mkdir -p out/pages
    pdftoppm -r 80 -png out/{{ edition }}/chapter.official.embargoed.pdf out/pages/page

# Read real published files, Parquet too; ASSESS_REAL_DATA names their folder, with an inventory.tsv
[group: 'program']
real-data:
    #!/usr/bin/env bash
    set -euo pipefail
    if [ -z "${ASSESS_REAL_DATA:-}" ]; then
        echo "SKIPPED: set ASSESS_REAL_DATA to a folder of real files with an inventory.tsv; nothing was tested" >&2
        exit 0
    fi
    cargo test --features parquet --test suite real_data -- --ignored --nocapture

# Pull from a real PostgreSQL, which this machine must have (apt-get install postgresql)
[group: 'program']
database:
    cargo test --locked --features sql --test suite -- pull::database

# Cost against rows: the second edition at three sizes, up to millions of rows, from the files to the facts
[group: 'program']
bench:
    cargo bench --bench national

# Measure the readers: seconds, MB/s and peak memory for each format
[group: 'program']
bench-readers:
    cargo bench --bench readers

# Time the drawing of all figures of the edition, as vectors and as pixels
[group: 'program']
bench-figures:
    cargo test --release --test suite gallery::all_figures -- --ignored --nocapture

# Time the check of 44 filled workbooks, as XLSX and as ODS
[group: 'program']
bench-check:
    cargo test --release --test suite template::timing -- --ignored --nocapture
