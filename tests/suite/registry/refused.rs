//! Entries that cannot be: each is answered with its line and a remedy. One of each kind of fault is held to the letter in
//! `tests/invalid`; here are the other ways into the same fault.

use assess::pipeline;

use crate::project::Project;
use assess::pipeline::Silent;

const COMMON: &str = "[[statistic]]\nid = \"asked\"\ntitle = \"Asked\"\ngeography = \"england-and-wales\"\n";

fn refused(project: &Project, entry: &str) -> String {
    all_refused(project, &format!("{COMMON}{entry}"))
}

fn all_refused(project: &Project, entries: &str) -> String {
    project.write("report/2027/statistics.toml", entries);
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    match pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent) {
        Ok(_) => panic!("accepted\n{entries}"),
        Err(failure) => failure.to_string(),
    }
}

/// What is asked, what must be said, and the line of it within the file.
const REFUSED: [(&str, &str, u32); 28] = [
    (
        "measure = 'offence-71'\nmethod = 'rate'\nunit = 'x'\nper = 1\ndecimals = 0\nperiods = 'all'",
        "a rate without a denominator",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'count'\ndenominator = 'children'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "takes no denominator",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'rate'\ndenominator = 'children'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "a rate without per",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'rate'\ndenominator = 'offence-71'\nunit = 'x'\nper = 1\ndecimals = 0\nperiods = 'all'",
        "the denominator is the measure itself",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'count'\nper = 10\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "the method count takes no per",
        7,
    ),
    (
        "measure = 'csae_crimes'\nmethod = 'share-bounds'\nunit = 'percent'\ndecimals = 0\nperiods = 'all'",
        "share bounds without a breakdown",
        6,
    ),
    (
        "measure = 'group_based_csae_crimes'\nbreakdown = { dimension = 'context', category = 'unknown' }\nmethod = 'share-bounds'\nunit = 'percent'\ndecimals = 0\nperiods = 'all'",
        "has no bounds of its own",
        7,
    ),
    (
        "measure = 'csae_crimes'\nmethod = 'range'\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "the range is of `group_based_cse_crimes` under the agreed definition, and of nothing else",
        6,
    ),
    (
        "measure = 'csae_crimes'\nmethod = 'proportion'\nunit = 'percent'\ndecimals = 0\nperiods = 'all'",
        "a proportion without a whole",
        6,
    ),
    (
        "measure = 'group_based_cse_crimes'\nmethod = 'proportion'\ndenominator = 'group_based_csae_crimes'\nunit = 'percent'\ndecimals = 0\nperiods = 'all'",
        "`group_based_cse_crimes` is not part of `group_based_csae_crimes`",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'change'\ndenominator = 'offence-88a'\nunit = 'ratio'\ndecimals = 0\nperiods = 'all'",
        "takes no denominator but children",
        6,
    ),
    (
        "measure = 'offence-71'\nmethod = 'change'\nunit = 'percent'\ndecimals = 0\nperiods = 'all'",
        "the unit of the method change is not `percent`",
        7,
    ),
    ("measure = 'offence-71'\nmethod = 'count'\nunit = ' '\ndecimals = 0\nperiods = 'all'", "has no unit", 7),
    ("measure = 'offence-71'\nmethod = 'count'\nunit = 'x'\ndecimals = 9\nperiods = 'all'", "9 decimals", 8),
    (
        "measure = 'offence-71'\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = '2024'",
        "`2024` is not a period; write",
        9,
    ),
    (
        "measure = 'offence-71'\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = { first = '2024/25', last = '2020/21' }",
        "end in 2020/21 before they start",
        9,
    ),
    (
        "measure = 'csae_crimes'\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = '2018/19'",
        "2018/19 lies outside the edition's years",
        9,
    ),
    (
        "measure = 'offence-71'\nmethod = 'monotone-trend'\nunit = 'x'\ndecimals = 0\nperiods = 'calendar'",
        "does not use calendar years",
        9,
    ),
    (
        "measure = 'group_based_cse_suspects'\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "is only counted by suspect_age_band, suspect_ethnicity, suspect_sex",
        5,
    ),
    (
        "measure = 'group_based_cse_suspects'\nbreakdown = { dimension = 'suspect_seks', category = 'male' }\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "no breakdown `suspect_seks`",
        6,
    ),
    (
        "measure = 'group_based_cse_suspects'\nbreakdown = { dimension = 'suspect_sex', category = 'men' }\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "no category `men`",
        6,
    ),
    (
        "measure = 'csae_crimes'\ndefinition = 'cse'\nmethod = 'count'\nunit = 'x'\ndecimals = 0\nperiods = 'all'",
        "the definition `cse` has no file",
        6,
    ),
    (
        "measure = 'group_based_cse_crimes'\ndefinition = 'agreed'\nmethod = 'rung'\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "the method rung needs assumption",
        7,
    ),
    (
        "measure = 'group_based_cse_crimes'\ndefinition = 'agreed'\nmethod = 'rung'\nassumption = 'group'\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "the data hold no assumption `group`",
        8,
    ),
    (
        "measure = 'group_based_cse_crimes'\ndefinition = 'agreed'\nmethod = 'rung'\nassumption = 'model'\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "`model` is the model, which gives no range",
        8,
    ),
    (
        "measure = 'group_based_cse_crimes'\ndefinition = 'agreed'\nmethod = 'sensitivity'\npercent = 30\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "30 percent is none of those that are tried",
        8,
    ),
    (
        "measure = 'group_based_cse_crimes'\ndefinition = 'agreed'\nmethod = 'estimate'\npercent = 20\nunit = 'crimes'\ndecimals = 0\nperiods = 'all'",
        "the method estimate takes no percent",
        8,
    ),
    (
        "measure = 'offence-71'\nmethod = 'index'\nunit = 'index'\ndecimals = 0\nperiods = 'all'",
        "the index is of `group_based_cse_crimes` under the agreed definition, and of nothing else",
        6,
    ),
];

#[test]
fn what_cannot_be_is_refused_with_its_line() {
    let project = Project::copy();
    // As many at once as are told of one file; what is found later than others of them is asked by itself.
    for some in REFUSED.chunks(5) {
        let mut entries = String::new();
        let mut lines = Vec::new();
        for (at, (entry, _, line)) in some.iter().enumerate() {
            lines.push(entries.lines().count() as u32 + line);
            entries += &COMMON.replace("\"asked\"", &format!("\"asked-{at}\""));
            entries += &format!("{entry}\n");
        }
        let of_all = all_refused(&project, &entries);
        for ((entry, expected, line), among) in some.iter().zip(lines) {
            let (answer, line) =
                if of_all.contains(expected) { (of_all.clone(), among) } else { (refused(&project, entry), *line) };
            assert!(answer.contains(expected), "{entry}\n{answer}");
            assert!(answer.contains(&format!("report/2027/statistics.toml:{line}:")), "{entry}\n{answer}");
            assert!(answer.contains("\n  remedy: "), "{answer}");
        }
    }
}

#[test]
fn words_that_do_not_exist_are_named_with_those_that_do() {
    let project = Project::copy();
    let rest = "unit = 'x'\ndecimals = 0\nperiods = 'all'";
    let answer = refused(&project, &format!("measure = 'offence-72'\nmethod = 'count'\n{rest}"));
    assert!(
        answer.contains("the data hold no measure `offence-72`") && answer.contains("did you mean `offence-71`?"),
        "{answer}"
    );
    let answer = refused(&project, &format!("measure = 'offence-71'\nmethod = 'counts'\n{rest}"));
    assert!(answer.contains("unknown variant `counts`, expected one of `count`, `rate`"), "{answer}");
    assert!(answer.contains("statistics.toml:6:"), "{answer}");
    let answer = refused(&project, &format!("measure = 'offence-71'\nmethod = 'count'\ncolour = 'red'\n{rest}"));
    assert!(answer.contains("unknown field `colour`") && answer.contains("statistics.toml:7:"), "{answer}");
}

#[test]
fn nothing_of_the_returns_can_be_asked_for_below_the_nation() {
    let project = Project::copy();
    for geography in ["england", "wales", "region", "rocu", "force"] {
        for (measure, denominator) in [("csae_crimes", "children"), ("offence-71", "csae_crimes")] {
            let text = format!(
                "[[statistic]]\nid = 'asked'\ntitle = 'Asked'\nmeasure = '{measure}'\ndenominator = '{denominator}'\n\
                 method = 'rate'\nper = 1\nunit = 'x'\ndecimals = 0\nperiods = '2024/25'\ngeography = '{geography}'"
            );
            project.write("report/2027/statistics.toml", text);
            let mut opened = assess::source::Project::open(project.root()).unwrap();
            let Err(failure) = pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent) else {
                panic!("{geography}")
            };
            let answer = failure.to_string();
            assert!(answer.starts_with("error[statistic-below-national]: `csae_crimes`"), "{answer}");
        }
    }
}

/// What is public by force is said by the contract, and never by what a measure is called.
#[test]
fn a_measure_of_the_returns_that_is_named_like_an_offence_is_protected_as_the_others_are() {
    let project = Project::copy();
    let measure = "\n[[measure]]\nid = \"offence-arrests\"\ntitle = \"Arrests\"\nunit = \"arrests\"\n";
    let contract = "data/contracts/adr-group-based.toml";
    project.write(contract, project.text(contract) + measure);
    let forces = project.text("data/reference/forces.csv");
    let rows: String = forces
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .map(|force| format!("{force},2024/25,year,iicsa-organised-network,offence-arrests,total,all,9,,synthetic\n"))
        .collect();
    let returns = "data/demo/adr_group_based.csv";
    project.write(returns, project.text(returns) + &rows);
    let entry = "measure = 'offence-arrests'\nmethod = 'count'\nunit = 'arrests'\ndecimals = 0\nperiods = '2024/25'";
    let below = COMMON.replace("england-and-wales", "force");
    project.write("report/2027/statistics.toml", format!("{below}{entry}"));
    let prepare = || {
        let mut opened = assess::source::Project::open(project.root()).unwrap();
        pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent)
    };
    let answer = prepare().map(drop).unwrap_err().to_string();
    assert!(answer.starts_with("error[statistic-below-national]: `offence-arrests` is counted by returns"), "{answer}");
    // Asked for the nation, it rests on the counts of 44 forces, which disclosure control is told of.
    project.write("report/2027/statistics.toml", format!("{COMMON}{entry}"));
    let prepared = prepare().unwrap();
    assert_eq!(prepared.statistics[0].sums.iter().map(|sum| sum.forces()).collect::<Vec<_>>(), [44]);
}

/// British Transport Police is in a national count of the returns and can be in no rate of children, so the two together
/// would give its count.
#[test]
fn a_rate_of_the_returns_would_give_one_force_away() {
    let entry = "measure = 'csae_crimes'\ndenominator = 'children'\nmethod = 'rate'\nper = 10000\nunit = 'x'\n\
                 decimals = 2\nperiods = '2024/25'";
    let answer = refused(&Project::copy(), entry);
    assert!(answer.starts_with("error[statistic-below-national]: a rate of `csae_crimes` leaves out"), "{answer}");
    assert!(answer.contains("statistics.toml:7:"), "{answer}");
}

#[test]
fn an_edition_without_statistics_is_an_edition() {
    let project = Project::copy();
    project.write("report/2027/statistics.toml", "# none yet\n");
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    assert!(pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent).unwrap().statistics.is_empty());
}
