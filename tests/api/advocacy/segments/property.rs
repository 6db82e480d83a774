//! Random rules, random people, random changes: after each of them who is inside is who a naive evaluation
//! of everybody says, and the events tell exactly how it came to that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rapport::db::schema::segment_members;
use rapport::kernel::ids::{SegmentId, UserId};

use super::Scene;
use super::naive::{Person as Known, Segment, World};
use crate::support::{Person, TestApp, Value, json, wait};

const PEOPLE: usize = 6;
const LISTS: usize = 2;
const RULES: usize = 6;

#[derive(Debug, Clone)]
enum Step {
    Know(usize, &'static str, Value),
    Forget(usize, &'static str),
    /// Keeps out who was in, and lets in who was out.
    Turn(usize),
    List(usize, usize),
    Edit(usize, Value),
    /// Two edits before the first is applied.
    EditTwice(usize, Value, Value),
    Wait(i64),
}

fn values(field: &'static str) -> BoxedStrategy<Value> {
    match field {
        "account.tier" => select(vec![json!("gold"), json!("silver"), json!("gold plus")]).boxed(),
        "nps_score" => select(vec![json!(0), json!(8), json!(8.5), json!(9), json!(10)]).boxed(),
        "is_customer" => any::<bool>().prop_map(|is_true| json!(is_true)).boxed(),
        "renewal_on" => select(vec![json!("2026-02-25"), json!("2026-03-01"), json!("2026-03-03"), json!("2026-03-04T12:00:00Z")]).boxed(),
        _ => select(vec![json!(["rust"]), json!(["talks", "rust"]), json!([])]).boxed(),
    }
}

const FIELDS: [&str; 5] = ["account.tier", "nps_score", "is_customer", "renewal_on", "topics"];

fn comparison() -> BoxedStrategy<Value> {
    let presence = (select(&FIELDS), select(&["is_set", "is_not_set"])).prop_map(|(field, op)| json!({"field": field, "op": op}));
    let one = |field: &'static str, ops: &'static [&'static str]| {
        (select(ops), values(field)).prop_map(move |(op, value)| json!({"field": field, "op": op, "value": value})).boxed()
    };
    let several = |field: &'static str, ops: &'static [&'static str]| {
        let some = proptest::collection::vec(values(field), 1..3);
        (select(ops), some).prop_map(move |(op, value)| json!({"field": field, "op": op, "value": value})).boxed()
    };
    prop_oneof![
        1 => presence,
        2 => one("account.tier", &["eq", "ne", "contains", "starts_with"]),
        2 => several("account.tier", &["in", "not_in"]),
        3 => one("nps_score", &["eq", "ne", "lt", "lte", "gt", "gte"]),
        1 => Just(json!({"field": "nps_score", "op": "between", "value": [8, 9]})),
        1 => one("is_customer", &["eq"]),
        2 => one("renewal_on", &["before", "after"]),
        1 => Just(json!({"field": "renewal_on", "op": "between", "value": ["2026-03-01", "2026-03-03"]})),
        2 => select(vec!["P1D", "P2D", "P4D"]).prop_map(|value| json!({"field": "renewal_on", "op": "within_last", "value": value})),
        1 => select(vec!["P1D", "P3D"]).prop_map(|value| json!({"field": "created_at", "op": "within_last", "value": value})),
        1 => Just(json!({"field": "points", "op": "gte", "value": 0})),
        2 => select(vec![json!(["rust"]), json!(["talks", "go"])])
            .prop_flat_map(|value| select(vec!["includes_any", "includes_all"]).prop_map(move |op| json!({"field": "topics", "op": op, "value": value}))),
    ]
    .boxed()
}

/// A rule of the segment in this place; it refers to those before it.
fn rule(place: usize) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![3 => comparison(), 1 => (0..place).prop_map(|other| json!({"segment": other}))];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|rules| json!({"all": rules})),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|rules| json!({"any": rules})),
            inner.prop_map(|rule| json!({"not": rule})),
        ]
    })
    .boxed()
}

fn step() -> BoxedStrategy<Step> {
    let know =
        (0..PEOPLE, select(&FIELDS)).prop_flat_map(|(person, field)| values(field).prop_map(move |value| Step::Know(person, field, value)));
    let dynamic = || LISTS..LISTS + RULES;
    prop_oneof![
        8 => know,
        2 => (0..PEOPLE, select(&FIELDS)).prop_map(|(person, field)| Step::Forget(person, field)),
        2 => (0..PEOPLE).prop_map(Step::Turn),
        3 => (0..PEOPLE, 0..LISTS).prop_map(|(person, list)| Step::List(person, list)),
        3 => dynamic().prop_flat_map(|place| rule(place).prop_map(move |rule| Step::Edit(place, rule))),
        1 => dynamic().prop_flat_map(|place| (rule(place), rule(place)).prop_map(move |(one, two)| Step::EditTwice(place, one, two))),
        3 => select(vec![1_i64, 12, 24, 30, 72]).prop_map(Step::Wait),
    ]
    .boxed()
}

struct Trial<'a> {
    scene: Scene<'a>,
    people: Vec<Person>,
    segments: Vec<String>,
    world: World,
}

impl Trial<'_> {
    /// A rule whose segments are called by their ids.
    fn with_ids(&self, rule: &Value) -> Value {
        match rule {
            Value::Object(fields) => {
                let named = fields.iter().map(|(key, value)| match value.as_u64() {
                    Some(place) if key == "segment" => (key.clone(), json!(self.segments[place as usize])),
                    _ => (key.clone(), self.with_ids(value)),
                });
                Value::Object(named.collect())
            }
            Value::Array(entries) => entries.iter().map(|entry| self.with_ids(entry)).collect(),
            other => other.clone(),
        }
    }

    /// Does it, and notes it down; the causes that it may have.
    fn act(&mut self, step: &Step) -> &'static str {
        let admin = &self.scene.admin;
        match step {
            Step::Know(person, field, value) => {
                self.scene.know(&self.people[*person], json!({*field: value}));
                self.world.people[*person].attributes.insert((*field).to_owned(), value.clone());
            }
            Step::Forget(person, field) => {
                self.scene.know(&self.people[*person], json!({*field: null}));
                self.world.people[*person].attributes.remove(*field);
            }
            Step::Turn(person) => {
                let known = &mut self.world.people[*person];
                let verb = if known.is_active { "deactivate" } else { "reactivate" };
                admin.post(&format!("/users/{}/{verb}", known.id), ()).expect(200);
                known.is_active = !known.is_active;
            }
            Step::List(person, list) => {
                let path = format!("/segments/{}/members/{}", self.segments[*list], self.people[*person].id);
                let Segment::List(listed) = &mut self.world.segments[*list] else { panic!("no list") };
                if listed.contains(person) {
                    admin.delete(&path).expect(204);
                    listed.remove(person);
                } else if self.world.people[*person].is_active {
                    admin.put(&path, ()).expect(200);
                    listed.insert(*person);
                }
            }
            Step::Edit(place, rule) => {
                self.edit(*place, rule);
                return "rule";
            }
            Step::EditTwice(place, one, two) => {
                self.edit(*place, one);
                self.edit(*place, two);
                return "rule";
            }
            Step::Wait(hours) => {
                self.scene.app.advance(&format!("PT{hours}H"));
                self.world.now += TimeDelta::hours(*hours);
                return "time";
            }
        }
        "member"
    }

    fn edit(&mut self, place: usize, rule: &Value) {
        let path = format!("/segments/{}", self.segments[place]);
        self.scene.admin.patch(&path, json!({"rule": self.with_ids(rule)})).expect(200);
        self.world.segments[place] = Segment::Rule(rule.clone());
    }

    /// Who is inside, as it is kept.
    fn kept(&self) -> BTreeMap<String, BTreeSet<String>> {
        let read = |conn: &mut rapport::db::Conn| {
            Ok(segment_members::table.select((segment_members::segment_id, segment_members::user_id)).load::<(SegmentId, UserId)>(conn)?)
        };
        let mut kept: BTreeMap<String, BTreeSet<String>> = self.segments.iter().map(|id| (id.clone(), BTreeSet::new())).collect();
        for (segment, user) in wait(self.scene.app.db().read(read)).unwrap() {
            kept.get_mut(&segment.to_string()).unwrap().insert(user.to_string());
        }
        kept
    }

    fn expected(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.segments.iter().enumerate().map(|(place, id)| (id.clone(), self.world.inside(place))).collect()
    }
}

fn begin<'a>(app: &'a TestApp, rules: &[Value]) -> Trial<'a> {
    let scene = Scene::of(app);
    let people: Vec<Person> = (0..PEOPLE).map(|number| app.advocate(&format!("Advocate {number}"))).collect();
    let now = app.now().datetime();
    let known = |person: &Person| Known { id: person.id.clone(), is_active: true, created_at: now, attributes: BTreeMap::new() };
    let world = World { now, people: people.iter().map(known).collect(), segments: Vec::new() };
    let mut trial = Trial { scene, people, segments: Vec::new(), world };
    for number in 0..LISTS {
        trial.segments.push(trial.scene.list(&format!("List {number}")));
        trial.world.segments.push(Segment::List(BTreeSet::new()));
    }
    for rule in rules {
        let body = json!({"name": "S", "kind": "dynamic", "rule": trial.with_ids(rule)});
        trial.segments.push(trial.scene.admin.post("/segments", body).expect(201).id());
        trial.world.segments.push(Segment::Rule(rule.clone()));
    }
    trial
}

#[test]
fn who_is_inside_is_who_a_naive_evaluation_finds_after_each_change() {
    let rules: Vec<BoxedStrategy<Value>> = (LISTS..LISTS + RULES).map(rule).collect();
    let strategy = (rules, proptest::collection::vec(step(), 40));
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 12, max_shrink_iters: 200, failure_persistence: None, ..Config::default() },
        TestRunner::deterministic().new_rng(),
    );
    runner
        .run(&strategy, |(rules, steps)| {
            let app = TestApp::start();
            let mut trial = begin(&app, &rules);
            app.run_workers_until_idle();
            prop_assert_eq!(trial.kept(), trial.expected());
            let mut told = Told::default();
            told.follow(&trial, "rule")?;
            for step in &steps {
                let cause = trial.act(step);
                app.run_workers_until_idle();
                prop_assert_eq!(trial.kept(), trial.expected(), "after {:?}", step);
                told.follow(&trial, cause)?;
            }
            prop_assert_eq!(&told.inside, &trial.kept());
            for segment in &trial.segments {
                let shown = trial.scene.admin.get(&format!("/segments/{segment}")).expect(200);
                prop_assert_eq!(shown["member_count"].as_u64().unwrap() as usize, told.inside[segment].len());
            }
            Ok(())
        })
        .unwrap();
}

/// What the events say.
#[derive(Default)]
struct Told {
    inside: BTreeMap<String, BTreeSet<String>>,
    after: Option<String>,
}

impl Told {
    /// Reads on; each move has this cause, and nobody enters twice or leaves without being inside.
    fn follow(&mut self, trial: &Trial<'_>, cause: &str) -> Result<(), TestCaseError> {
        for segment in &trial.segments {
            self.inside.entry(segment.clone()).or_default();
        }
        loop {
            let after = self.after.as_ref().map(|id| format!("&after={id}")).unwrap_or_default();
            let page = trial.scene.admin.get(&format!("/events?limit=100&type=segment.entered,segment.exited{after}")).expect(200);
            for event in page.data() {
                let (segment, user) = (event["data"]["segment_id"].as_str().unwrap(), event["data"]["user_id"].as_str().unwrap());
                let inside = self.inside.get_mut(segment).unwrap();
                let is_news = if event["type"] == "segment.entered" { inside.insert(user.to_owned()) } else { inside.remove(user) };
                prop_assert!(is_news, "{}", event);
                prop_assert!(event["data"]["cause"] == cause, "{} instead of {}", event, cause);
            }
            match page.data().last() {
                Some(last) => self.after = Some(last["id"].as_str().unwrap().to_owned()),
                None => return Ok(()),
            }
        }
    }
}
