//! The state of the year: who sent, who is late, what is open and set aside, how many days are left; as text, JSON and a page.

use serde_json::{Value, json};

use crate::project::{Project, assess, said, succeed};

const KENT: &str = "E23000032";

/// Kent sent nothing for the last year under the parent return, and Surrey's is set aside.
fn project() -> Project {
    let project = Project::brief();
    let text = project.text("data/demo/adr_parent.csv");
    let kept: String = text
        .lines()
        .filter(|line| !line.starts_with(&format!("{KENT},2025/26,")))
        .map(|line| format!("{line}\n"))
        .collect();
    project.write("data/demo/adr_parent.csv", kept);
    let aside = "[[set-aside]]\nforce = \"E23000031\"\ncontract = \"adr-csae-parent\"\nperiod = \"2025/26\"\nreason = \"Quarters were cumulated; the force was told.\"\n\n[periods]";
    project.replace("report/2027/edition.toml", "[periods]", aside);
    project
}

#[test]
fn who_sent_who_is_late_and_what_is_left_of_the_time() {
    let project = project();
    let of = |on: &str| -> Value {
        serde_json::from_str(&succeed(project.root(), &["status", "--on", on, "--format", "json"])).unwrap()
    };
    // 31 October 2026 is the cut-off and 27 May 2027 the release.
    let before = of("2026-10-01");
    assert_eq!(before["cut_off"], json!({ "date": "2026-10-31", "days": 30 }));
    assert_eq!(before["release"]["days"], 238);
    let parent = |state: &Value| {
        let returns = state["returns"].as_array().unwrap();
        returns.iter().find(|one| one["contract"] == "adr-csae-parent").unwrap().clone()
    };
    assert_eq!(parent(&before)["awaited"], json!([KENT]));
    assert_eq!(parent(&before)["set_aside"], json!(["E23000031"]));
    assert_eq!(parent(&before)["sent"].as_array().unwrap().len(), 42);
    let after = of("2026-11-24");
    assert_eq!(after["cut_off"]["days"], -24);
    assert_eq!(parent(&after)["late"], json!([KENT]));
    assert!(parent(&after)["awaited"].is_null());
    assert_eq!(after["set_aside"][0]["force"], "E23000031");
    // One force left its group-based exploitation crimes out of a return that came.
    let group = after["returns"].as_array().unwrap().iter().find(|one| one["contract"] == "adr-group-based").unwrap();
    assert_eq!((group["sent"].as_array().unwrap().len(), group["in_part"].as_array().unwrap().len()), (44, 1));
    let open = &after["open"];
    let sum: u64 =
        open["by_force"].as_object().unwrap().values().map(|counts| counts["warnings"].as_u64().unwrap()).sum();
    assert!(sum > 0 && open["all"]["warnings"] == sum, "{open}");
}

#[test]
fn the_text_and_the_page_say_the_same() {
    let project = project();
    let text = succeed(project.root(), &["status", "--on", "2026-11-24"]);
    for words in [
        "data cut-off 2026-10-31, 24 days ago; release 2027-05-27, in 184 days",
        "adr-csae-parent: 42 sent, 0 of them in part, 1 late, 1 set aside\n    late: Kent Police",
        "set aside: Surrey Police, adr-csae-parent, 2025/26: Quarters were cumulated; the force was told.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let page = project.path("state.html");
    succeed(project.root(), &["status", "--on", "2026-11-24", "--format", "html", "--out", page.to_str().unwrap()]);
    let page = std::fs::read_to_string(page).unwrap();
    for part in
        ["<html lang=\"en-GB\">", "<main>", "<caption", "scope=\"row\"", "Skip to the returns", "set aside", "late"]
    {
        assert!(page.contains(part), "{part}");
    }
    // It stands alone.
    assert!(!page.contains("http") && !page.contains(" src=") && !page.contains("<link"), "it asks for something");
    let kent = page.split("<th scope=\"row\">Kent Police</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(kent.contains("<td>late</td>"), "{kent}");
}

#[test]
fn a_return_that_cannot_be_read_hides_nothing_of_the_others_and_a_day_must_be_one() {
    let project = project();
    project.write("data/demo/adr_parent.csv", "no,table\n1,2\n");
    project.replace(
        "report/2027/edition.toml",
        "force = \"E23000031\"\ncontract = \"adr-csae-parent\"",
        "force = \"E23000031\"\ncontract = \"adr-group-based\"",
    );
    let text = succeed(project.root(), &["status", "--on", "2026-11-24"]);
    assert!(text.contains("adr-csae-parent: cannot be read, so who has sent is not known"), "{text}");
    assert!(text.contains("adr-group-based: 43 sent, 0 of them in part, 0 late, 1 set aside"), "{text}");
    let output = assess(project.root(), &["status", "--on", "24 November"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--on <DATE>"), "{}", said(&output));
}
