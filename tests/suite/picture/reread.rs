//! Records of forces on the agreed definition that were read again, and the range that they leave.

use assess::national::range::{Bounds, BridgeStudy, UpperBound};
use assess::national::reread::{Counted, range};
use assess::statistics::Confidence;

use crate::numbers::prepared;
use crate::project::{Project, assess, said};
use crate::random::Random;

fn study(counted: (i64, i64), other: (i64, i64)) -> BridgeStudy {
    BridgeStudy { counted_sample: counted.1, counted_found: counted.0, other_sample: other.1, other_found: other.0 }
}

/// Wilson's limits by halving between the ends of the score equation, by another program: of 58 in 65 from 0.793986864 to
/// 0.946845780, of 4 in 1,050 up to 0.009754054.
#[test]
fn the_samples_are_taken_together_and_wilsons_limits_move_both_ends() {
    let of = |count, parent, study| Counted { count, parent: Some(parent), study };
    let counted = [
        of(40, 2_000, Some(study((36, 40), (3, 600)))),
        of(25, 1_500, Some(study((22, 25), (1, 450)))),
        of(60, 2_600, None),
    ];
    let others = Bounds { lower: 12, upper: UpperBound::Count(300) };
    let found = range(&counted, others, Confidence::NINETY_FIVE).unwrap().unwrap();
    assert_eq!(found.forces, 2);
    assert!((found.lower - 111.248_358_023_187_7).abs() < 1e-9, "{found:?}");
    assert!((found.upper.unwrap() - 476.636_197_408_845_25).abs() < 1e-9, "{found:?}");
    let coarse = found.coarse();
    assert_eq!((coarse.lower, coarse.upper), (100.0, Some(500.0)));

    let without_parent = [counted[0], Counted { parent: None, ..counted[2] }];
    assert_eq!(range(&without_parent, others, Confidence::NINETY_FIVE).unwrap().unwrap().upper, None);
    let unread = [counted[2]];
    assert_eq!(range(&unread, others, Confidence::NINETY_FIVE).unwrap(), None);
    let too_many = [Counted { study: Some(study((41, 40), (0, 600))), ..counted[0] }];
    assert!(range(&too_many, others, Confidence::NINETY_FIVE).is_err());
}

/// How many of so many succeed, each with a chance of so many in 10,000.
fn succeed(random: &mut Random, all: i64, chance: usize) -> i64 {
    (0..all).filter(|_| random.below(10_000) < chance).count() as i64
}

/// Forty forces whose records meet the definition in one of twenty cases too few, and miss it in three of a thousand others. Samples in
/// twelve of them: the range that they leave holds what meets the definition in at least 95 of 100 nations, where the plain lower end,
/// which takes every count at its word, is above the count of those that were rightly recorded in nearly all.
#[test]
fn samples_read_again_leave_a_range_that_holds_the_truth() {
    let mut random = Random::new("reread", 1);
    let (nations, mut held, mut plain) = (300, 0, 0);
    for _ in 0..nations {
        let (mut counted, mut truth, mut recorded, mut rightly) = (Vec::new(), 0, 0, 0);
        for force in 0..40 {
            let count = 10 + random.below(40) as i64;
            let parent = count + 500 + random.below(1_500) as i64;
            let (right, missed) = (succeed(&mut random, count, 9_500), succeed(&mut random, parent - count, 30));
            (truth, recorded, rightly) = (truth + right + missed, recorded + count, rightly + right);
            // A sample is drawn without putting back; reading all that was counted finds what is right.
            let study = (force < 12).then(|| {
                let others = 300.min(parent - count);
                let found = (0..others).fold((missed, parent - count, 0), |(left, of, found), _| {
                    let hit = random.below(of as usize) < left as usize;
                    (left - i64::from(hit), of - 1, found + i64::from(hit))
                });
                study((right, count), (found.2, others))
            });
            counted.push(Counted { count, parent: Some(parent), study });
        }
        let none = Bounds { lower: 0, upper: UpperBound::Count(0) };
        let found = range(&counted, none, Confidence::NINETY_FIVE).unwrap().unwrap();
        held += i32::from(found.lower <= truth as f64 && truth as f64 <= found.upper.unwrap());
        plain += i32::from(recorded <= rightly);
    }
    assert!(held * 100 >= nations * 95, "{held} of {nations}");
    assert!(plain * 100 < nations, "{plain} of {nations} nations have no record too many");
}

/// Two forces have had records read again: told with its range to those who see counts of forces, and to others that they are too few.
#[test]
fn what_was_read_again_is_told_where_counts_of_forces_are_shown() {
    let nobody = prepared().facts.get("group-based-cse.reread.2025-26").unwrap().text.clone();
    assert!(nobody.starts_with("No force on the agreed definition has had records read again"), "{nobody}");

    let project = Project::copy();
    project.replace(
        "data/demo/bridge_studies.csv",
        "E23000018,2024/25,cse-flag",
        "E23000001,2025/26,iicsa-organised-network,112,100,450,1,2026-08-02,iicsa-organised-network,,synthetic\n\
         E23000004,2025/26,iicsa-organised-network,39,37,450,0,2026-08-02,iicsa-organised-network,,synthetic\n\
         E23000018,2024/25,cse-flag",
    );
    let page = |marking: &str| {
        let out = project.root().join(marking);
        let output =
            assess(project.root(), &["build", "--quiet", "--marking", marking, "--out", out.to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        let pages = std::fs::read_dir(&out).unwrap().map(|file| file.unwrap().path());
        let page = pages.filter(|path| path.extension().is_some_and(|is| is == "html"));
        let page = page.max_by_key(|path| path.metadata().unwrap().len()).unwrap();
        std::fs::read_to_string(page).unwrap()
    };
    let (open, official) = (page("official-sensitive"), page("official"));
    assert!(
        open.contains("2 forces on the agreed definition have had records read again. If the others err as they do")
    );
    assert!(official.contains("too few of them to say what was found"));
    assert!(!official.contains("have had records read again"));
}
