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

# Install the release program for daily use
[group: 'program']
install:
    cargo install --locked --path .

# Run all tests
[group: 'program']
test *arguments:
    cargo test {{ arguments }}

# Damage good returns in every way the tests know, ten thousand cases, and print the table of the README
[group: 'program']
mutate seeds='100':
    MUTATE_SEEDS={{ seeds }} cargo test --release --test suite mutator::damage_of_ten_thousand -- --ignored --nocapture

# Read a hundred thousand damaged files of every kind
[group: 'program']
fuzz cases='100000':
    FUZZ_CASES={{ cases }} cargo test --release --test suite fuzz::a_hundred_thousand -- --ignored --nocapture

# Format, then lint with warnings denied
[group: 'program']
lint:
    cargo fmt
    cargo clippy --all-targets -- --deny warnings

# What CI runs, from nothing
[group: 'program']
ci:
    bash .ci/run

# Pages of the chapter as pictures in out/pages, to look at (needs poppler-utils)
[group: 'chapter']
pages edition='2027': build
    mkdir -p out/pages
    pdftoppm -r 80 -png out/{{ edition }}/chapter.official.embargoed.pdf out/pages/page
