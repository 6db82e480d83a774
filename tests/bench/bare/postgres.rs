//! PostgreSQL without anything in between: prepared statements on connections that each worker keeps.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use rapport::kernel::Timestamp;
use tokio_postgres::types::{Json, ToSql};
use tokio_postgres::{Client, NoTls, Row, Statement};

use super::answer::{self, Details, Engagement, Event, Item, Person, Progress};
use super::submission::{self, Submission};

/// Connections of one worker; each has at most a few queries under way.
const CONNECTIONS: usize = 8;
const COACHEES_OF_MANY: &str = "SELECT c.engagement_id, u.id, u.name FROM engagement_coachees c JOIN users u ON u.id = c.coachee_id \
    WHERE c.engagement_id = ANY($1) ORDER BY c.engagement_id, c.position";

pub struct Postgres {
    url: String,
}

struct Session {
    client: Client,
    prepared: RefCell<HashMap<String, Statement>>,
}

#[derive(Default)]
struct Sessions {
    open: Vec<Rc<Session>>,
    next: usize,
}

thread_local! {
    static SESSIONS: RefCell<Sessions> = RefCell::default();
}

impl Session {
    async fn query(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        let known = self.prepared.borrow().get(sql).cloned();
        let statement = if let Some(statement) = known {
            statement
        } else {
            let statement = self.client.prepare(sql).await.expect("the statement is right");
            self.prepared.borrow_mut().insert(sql.to_owned(), statement.clone());
            statement
        };
        self.client.query(&statement, values).await.expect("a query works")
    }
}

impl Postgres {
    pub fn new(url: String) -> Self {
        Self { url }
    }

    /// The worker's connections in turn.
    async fn session(&self) -> Rc<Session> {
        let open = SESSIONS.with_borrow_mut(|sessions| {
            sessions.next += 1;
            let full = sessions.open.len() == CONNECTIONS;
            full.then(|| sessions.open[sessions.next % CONNECTIONS].clone())
        });
        if let Some(session) = open {
            return session;
        }
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.expect("PostgreSQL answers");
        actix_web::rt::spawn(connection);
        let session = Rc::new(Session { client, prepared: RefCell::default() });
        SESSIONS.with_borrow_mut(|sessions| {
            if sessions.open.len() < CONNECTIONS {
                sessions.open.push(session.clone());
            }
        });
        session
    }

    pub async fn engagement(&self, organization: &str, id: &str) -> Option<Engagement> {
        let session = self.session().await;
        let one = format!("{}{}", answer::ENGAGEMENT, answer::ONE);
        let (of_one, of_it): ([&(dyn ToSql + Sync); 2], [&(dyn ToSql + Sync); 1]) = ([&id, &organization], [&id]);
        // All three are under way at once.
        let (found, coachees, items) =
            tokio::join!(session.query(&one, &of_one), session.query(answer::COACHEES, &of_it), session.query(answer::ITEMS, &of_it),);
        let mut found = engagement(found.first()?);
        found.coachees = coachees.iter().map(|row| person(row, 0)).collect();
        found.items = items.iter().map(item).collect();
        Some(found)
    }

    pub async fn page(&self, organization: &str, coach: &str, status: &str) -> Vec<Engagement> {
        let session = self.session().await;
        let list = format!("{}{}", answer::ENGAGEMENT, answer::OF_COACH);
        let mut found: Vec<Engagement> = session.query(&list, &[&organization, &coach, &status]).await.iter().map(engagement).collect();
        let ids: Vec<&str> = found.iter().map(|engagement| engagement.id.as_str()).collect();
        let mut people: HashMap<String, Vec<Person>> = HashMap::new();
        for row in session.query(COACHEES_OF_MANY, &[&ids]).await {
            people.entry(row.get(0)).or_default().push(person(&row, 1));
        }
        for engagement in &mut found {
            engagement.coachees = people.remove(&engagement.id).unwrap_or_default();
        }
        found
    }

    pub async fn insert(&self, event: Event) -> String {
        let session = self.session().await;
        let Event { id, organization_id, subject_id, actor_id, data, occurred_at } = event;
        let data: serde_json::Value = serde_json::from_str(&data).expect("our own JSON");
        session.query(answer::INSERT, &[&id, &organization_id, &subject_id, &actor_id, &Json(data), &occurred_at.datetime()]).await;
        id
    }

    pub async fn submit(&self, submission: Submission) -> String {
        let session = self.session().await;
        let Submission { id, organization_id, mission_id, user_id, content, events, entry_id, now } = submission;
        let [submitted, approved, changed] = &events;
        let values: [&(dyn ToSql + Sync); 13] = [
            &id,
            &organization_id,
            &mission_id,
            &user_id,
            &Json(&content),
            &now.datetime(),
            &entry_id,
            &submitted.id,
            &Json(&submitted.data),
            &approved.id,
            &Json(&approved.data),
            &changed.id,
            &Json(&changed.data),
        ];
        session.query(submission::ALL_AT_ONCE, &values).await;
        id
    }

    pub async fn csv(&self, organization: &str) -> Vec<u8> {
        let session = self.session().await;
        let rows = session.query(&answer::EXPORT.replace("GATHER", "string_agg"), &[&organization]).await;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(answer::EXPORT_HEAD).expect("memory takes everything");
        for row in &rows {
            writer.write_record((0..answer::EXPORT_HEAD.len()).map(|index| field(row, index))).expect("memory takes everything");
        }
        writer.into_inner().expect("memory takes everything")
    }
}

fn person(row: &Row, first: usize) -> Person {
    Person { id: row.get(first), name: row.get(first + 1) }
}

fn moment(row: &Row, index: usize) -> Option<Timestamp> {
    row.get::<_, Option<DateTime<Utc>>>(index).map(Timestamp::truncated)
}

fn given(row: &Row, index: usize) -> Timestamp {
    Timestamp::truncated(row.get(index))
}

fn engagement(row: &Row) -> Engagement {
    let coach: Option<String> = row.get(5);
    let name: Option<String> = row.get(6);
    Engagement {
        id: row.get(0),
        title: row.get(1),
        description: row.get(2),
        status: row.get(3),
        shared: row.get(4),
        coach: coach.zip(name).map(|(id, name)| Person { id, name }),
        coachees: Vec::new(),
        progress: Progress { total: row.get(7), unscheduled: row.get(8), scheduled: row.get(9), completed: row.get(10) },
        items: Vec::new(),
        template_id: row.get(11),
        template_version: row.get(12),
        batch_id: row.get(13),
        cancel_reason: row.get(14),
        activated_at: moment(row, 15),
        completed_at: moment(row, 16),
        cancelled_at: moment(row, 17),
        allowed_actions: answer::ACTIONS,
        version: row.get(18),
        created_at: given(row, 19),
        updated_at: given(row, 20),
    }
}

fn item(row: &Row) -> Item {
    let Json(details): Json<Details> = row.get(6);
    Item {
        id: row.get(0),
        engagement_id: row.get(1),
        position: row.get(2),
        kind: row.get(3),
        title: row.get(4),
        description: row.get(5),
        status: row.get(7),
        color: "blue",
        locked: true,
        scheduled_at: moment(row, 9),
        time_zone: row.get(10),
        sent_at: moment(row, 13),
        completed_at: moment(row, 14),
        completed_by: row.get(15),
        session: details.session,
        assessment: details.assessment,
        form: details.form,
        file: details.file,
        link: details.link,
        task: details.task,
        after_item_id: row.get(11),
        after_delay: row.get(12),
        waiting: false,
        completion_rule: row.get(8),
        allowed_actions: answer::ACTIONS,
        version: row.get(16),
        created_at: given(row, 17),
        updated_at: given(row, 18),
    }
}

/// A cell of the file, by its place.
fn field(row: &Row, index: usize) -> String {
    match index {
        3 => row.get::<_, bool>(index).to_string(),
        8..=11 => row.get::<_, i32>(index).to_string(),
        14..=17 => moment(row, index).map(|at| at.to_string()).unwrap_or_default(),
        _ => row.get::<_, Option<String>>(index).unwrap_or_default(),
    }
}
