//! The problem profiles.

use std::collections::BTreeMap;

use super::{PROFILES, table};

#[test]
fn profiles_have_the_faults_inspections_found() {
    let profiles = table(PROFILES);
    assert_eq!(profiles.len(), 44);
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for profile in &profiles {
        *classes.entry(&profile["profile_class"]).or_default() += 1;
    }
    assert_eq!(classes["cse"] + classes["group_based"], 24, "24 of 43 forces");
    assert_eq!(profiles[0]["force_code"], "BTP");
    assert_eq!(profiles[0]["profile_class"], "none");

    let agencies = ["health", "childrens_services", "education", "voluntary", "licensing", "housing"];
    let (mut current, mut without_partners, mut samples, mut with) = (0, 0, 0, 0);
    for profile in profiles.iter().filter(|profile| profile["profile_class"] != "none") {
        with += 1;
        let (start, end) = (&profile["period_start"], &profile["period_end"]);
        assert!(start < end && end < &profile["signed_off"]);
        assert!(profile["signed_off"] < profile["next_review"]);
        assert!(profile["signed_off"].as_str() <= "2026-10-31");
        let covers_exploitation = profile["profile_class"] != "csa";
        // ISO dates compare as text; a year before the cut-off.
        if covers_exploitation && profile["signed_off"].as_str() >= "2025-10-31" {
            current += 1;
        }
        without_partners += usize::from(agencies.iter().all(|agency| profile[*agency] == "no"));
        samples += usize::from(profile["sample"] == "sample");
        let networks = &profile["suspected_networks"];
        let of_three = &profile["suspected_networks_three_or_more"];
        if profile["profile_class"] == "group_based" {
            assert!(of_three.parse::<u64>().unwrap() <= networks.parse::<u64>().unwrap());
            assert_eq!(profile["marker"], "");
        } else {
            assert!(networks.is_empty() && of_three.is_empty());
            assert_eq!(profile["marker"], "[x]");
        }
    }
    assert_eq!(current, 12, "half of the exploitation profiles are renewed yearly");
    assert!(2 * without_partners > with, "more than half leave out partner data");
    assert_eq!(samples, 1);
}
