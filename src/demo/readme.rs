//! The README that lies beside the demonstration files.
//!
//! Job: say in plain words that everything is invented, how and with which seed. In: the seed. Out: text.
//! Invariants: the word SYNTHETIC stands in the first line.

/// The text for a seed and so many years.
pub(super) fn text(seed: u64, years: usize) -> String {
    let last = super::period(years - 1);
    let cut_off = super::FIRST_YEARS[years - 1] + 1;
    format!(
        "\
SYNTHETIC - every number in this folder is invented.

No police force supplied any of it. The counts stand beside the names of real
forces only so that the tool can be shown at work on the real map, the real
child populations and the real number of returns. A count, a definition, a gap
or a fault given here to a force says nothing about that force. Do not quote
these numbers, and do not show a chart made from them without its synthetic
stamp. Each row says \"synthetic\" in its column data_status: it is the file, and
not a setting of the project, that stamps what is made from it and takes the
names of forces and regions off it.

How they were made
------------------
The generator in src/demo made these files with seed {seed}. It uses no clock
and no file, so the same seed gives the same bytes on every machine.

* The national totals, the share of child sexual exploitation and of familial
  abuse, the share of suspects under 18, of male suspects, and the distribution
  and completeness of ethnicity follow published national figures. Everything
  below national level is random around them: Poisson counts whose rates differ
  between forces, in proportion to children aged 0 to 17.
* The mix of classes other than cse and familial, the share of suspects whose
  age or sex is not recorded, and the number of suspects to a crime are guesses.
* Which force counts under which definition, when it changes, and which returns
  are missing is drawn at random, with two exceptions: the Metropolitan Police
  Service and West Midlands Police are made to adopt the agreed definition in
  2024/25, so that the picture improves late; and only forces with under 4
  percent of all children are late or missing.
* Small floors stand in for the City of London and for British Transport
  Police, which have few or no resident children.

The files
---------
adr_group_based.csv   returns of 44 forces, financial years 2021/22 to {last}
    group_based_csae_crimes   all forces, definition cocad; complete, because
                              the national programme collects it itself
    group_based_cse_crimes    each force under its own definition; some
                              returns are missing, one has three quarters
    group_based_cse_suspects  by ethnicity, age band and sex, never crossed;
                              missing where the crimes of the year are
adr_parent.csv        all child sexual abuse and exploitation crimes, complete
bridge_studies.csv    samples of records that a few forces which count something
                      else read against the agreed definition; the share
                      found is drawn by the rule that made the counts
profiles.csv          the latest problem profile of each force, cut-off
                      31 October {cut_off}
                      and what the force does of what recommendations 4, 8
                      and 9 and the area for improvement ask

A value is a whole number or empty. A true zero is 0. The marker says why a
value is empty: [x] not available, [z] not applicable. Rows that are absent
were not returned. In profiles.csv the marker explains the empty columns of
its row: [z] no profile, [x] a profile without a group-based part, so that
networks were not assessed.
"
    )
}
