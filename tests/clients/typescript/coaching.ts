// The README's walk through a programme, with nothing but what the contract tells.
import { strict as assert } from "node:assert";
import { type Client, client, done, first, id, login, mail, receiver, refused, until } from "./support.js";

export async function coaching(): Promise<void> {
  const [admin, coach, ana] = await Promise.all([login("admin"), login("cora"), login("ana")]);
  const coachee_id = id(await done(coach.GET("/api/v1/users", { params: { query: { q: "ana", role: "coachee" } } })));
  const template_id = id(await done(coach.GET("/api/v1/program-templates", { params: { query: { q: "presence" } } })));

  // An engagement from a template, made once however often it is asked for.
  const header = { "Idempotency-Key": "a-typescript-walk" };
  const make = () => done(coach.POST("/api/v1/engagements", { params: { header }, body: { template_id, coachee_ids: [coachee_id] } }));
  const engagement = await make();
  assert.equal((await make()).id, engagement.id);
  const path = { id: engagement.id };

  const welcome = await done(
    coach.POST("/api/v1/engagements/{id}/items", {
      params: { path },
      body: { kind: "link", title: "Welcome", position: 1, link: { url: "https://reading.example/welcome" } },
    }),
  );
  assert.equal(welcome.link?.url, "https://reading.example/welcome");
  const items = (await done(coach.GET("/api/v1/engagements/{id}/items", { params: { path } }))).data;
  const ids = items.map((item) => item.id);
  const item_ids = [...ids.slice(-1), ...ids.slice(0, -1)];
  await done(coach.PUT("/api/v1/engagements/{id}/items/order", { params: { path }, body: { item_ids } }));
  const session = first(items.filter((item) => item.kind === "session"));
  const scheduled = await done(
    coach.POST("/api/v1/items/{id}/schedule", {
      params: { path: { id: session.id } },
      body: { scheduled_at: "2031-03-03T09:00:00+01:00", time_zone: "Europe/Berlin", session: { location: "Room 7" } },
    }),
  );
  assert.equal(scheduled.session?.location, "Room 7");

  // What activating would do is told, and nothing of it is kept.
  const foreseen = await done(coach.POST("/api/v1/engagements/{id}/activate", { params: { path, query: { dry_run: true } } }));
  assert(foreseen.effects?.some((effect) => effect.type === "engagement.activated"));
  const active = await done(coach.POST("/api/v1/engagements/{id}/activate", { params: { path } }));
  assert.equal(active.effects, undefined);
  await done(coach.POST("/api/v1/engagements/{id}/share", { params: { path } }));
  const again = await refused(coach.POST("/api/v1/engagements/{id}/activate", { params: { path } }));
  assert.equal(again.code, "invalid_transition");

  await done(coach.POST("/api/v1/items/{id}/send", { params: { path: { id: welcome.id } } }));
  const completed = await done(ana.POST("/api/v1/items/{id}/complete", { params: { path: { id: welcome.id } }, body: {} }));
  assert.deepEqual([completed.status, completed.color], ["completed", "green"]);
  const timeline = await done(coach.GET("/api/v1/engagements/{id}/timeline", { params: { path, query: { limit: 100 } } }));
  assert(timeline.data.some((event) => event.type === "item.completed" && event.data["item_id"] === welcome.id));
  const csv = await done(
    coach.GET("/api/v1/engagements/export.csv", { params: { query: { status: "active", coachee_name: "ana" } }, parseAs: "text" }),
  );
  assert.match(csv, /Ana Alvarez/);

  await messages(admin, coach, engagement.id);
  await assessment(admin, coach, ana, engagement.id);
  await feedback(coach, engagement.id);
  await invoice(coach, engagement.id, coachee_id);
}

/** Slack and Zapier hear of what is sent. */
async function messages(admin: Client, coach: Client, engagement: string): Promise<void> {
  const receivers = await Promise.all([receiver(), receiver(), receiver()]);
  const [slack, zapier, webhook] = receivers;
  await done(
    admin.POST("/api/v1/channel-connections", {
      body: { kind: "slack", name: "Coaches", event_types: ["item.sent"], slack: { webhook_url: slack.url } },
    }),
  );
  await done(admin.POST("/api/v1/hooks", { body: { target_url: zapier.url, event_type: "item.sent" } }));
  const endpoint = await done(admin.POST("/api/v1/webhook-endpoints", { body: { url: webhook.url, event_types: ["item.sent"] } }));
  assert.match(endpoint.secret, /^whsec_/);
  const path = { id: engagement };
  const task = await done(coach.POST("/api/v1/engagements/{id}/items", { params: { path }, body: { kind: "task", title: "Three situations" } }));
  await done(coach.POST("/api/v1/items/{id}/send", { params: { path: { id: task.id } } }));
  await Promise.all([slack.arrived("Three situations"), zapier.arrived(task.id), webhook.arrived(task.id)]);
  await mail("ana@demo.example", "Three situations");
  receivers.forEach((receiver) => receiver.close());
}

/** A form is built, published, sent and answered. */
async function assessment(admin: Client, coach: Client, ana: Client, engagement: string): Promise<void> {
  const form = await done(
    admin.POST("/api/v1/forms", {
      body: {
        kind: "assessment",
        title: "Where do you stand?",
        questions: [
          { id: "rested", kind: "scale", label: "I am rested.", required: true, score: {}, scale: { min: 1, max: 5 } },
          {
            id: "why",
            kind: "long_text",
            label: "What keeps you awake?",
            show_if: { all: [{ question_id: "rested", op: "lte", value: 2 }] },
          },
        ],
        bands: [
          { min_percent: 0, label: "Tired" },
          { min_percent: 60, label: "Steady" },
        ],
      },
    }),
  );
  // What was left out is there in the answer.
  const step: number | undefined = first(form.questions).scale?.step;
  assert.equal(step, 1);
  await done(admin.POST("/api/v1/forms/{id}/publish", { params: { path: { id: form.id } } }));
  const asked = await done(
    coach.POST("/api/v1/engagements/{id}/items", {
      params: { path: { id: engagement } },
      body: { kind: "assessment", title: "Where do you stand?", assessment: { form_id: form.id } },
    }),
  );
  await done(coach.POST("/api/v1/items/{id}/send", { params: { path: { id: asked.id } } }));
  const response = id(await done(ana.GET("/api/v1/form-responses", { params: { query: { item_id: asked.id } } })));
  const path = { id: response };
  await done(ana.PUT("/api/v1/form-responses/{id}", { params: { path }, body: { answers: { rested: 4, why: null } } }));
  const submitted = await done(ana.POST("/api/v1/form-responses/{id}/submit", { params: { path }, body: {} }));
  assert.equal(submitted.answers?.["rested"], 4);
  const seen = await done(coach.GET("/api/v1/form-responses/{id}", { params: { path } }));
  assert.deepEqual([seen.score?.total.percent, seen.score?.total.band], [75, "Steady"]);
}

/** Somebody without an account says what they think of a goal. */
async function feedback(coach: Client, engagement: string): Promise<void> {
  const body = { name: "Ask first", description: "One question before each answer." };
  const goal = await done(coach.POST("/api/v1/engagements/{id}/goals", { params: { path: { id: engagement } }, body }));
  const path = { id: goal.id };
  await done(coach.POST("/api/v1/goals/{id}/feedback-requests", { params: { path }, body: { email: "nora@partner.example", name: "Nora" } }));
  const { text } = await mail("nora@partner.example", "/public/feedback/");
  const token = first(/public\/feedback\/(\S+)/.exec(text)?.slice(1) ?? []);
  const guest = client();
  const page = await done(guest.GET("/api/v1/public/feedback/{token}", { params: { path: { token } } }));
  assert.equal(page.name, "Ask first");
  await done(guest.POST("/api/v1/public/feedback/{token}/submit", { params: { path: { token } }, body: { rating: 4, feedback: "Often." } }));
  const { feedback } = await done(coach.GET("/api/v1/goals/{id}", { params: { path } }));
  assert.equal(feedback.answered, 1);
}

/** An invoice is sent as a PDF, and paid. */
async function invoice(coach: Client, engagement_id: string, billed_to_id: string): Promise<void> {
  const lines = [{ description: "Coaching session", quantity: "1", unit_price_minor: 18000, tax_percent: "19" }];
  const { id: number } = await done(coach.POST("/api/v1/invoices", { body: { engagement_id, billed_to_id, subject: "Spring", lines } }));
  const path = { id: number };
  const sent = await done(coach.POST("/api/v1/invoices/{id}/send", { params: { path } }));
  assert.equal(sent.total_minor, 21420);
  const pdf = await done(coach.GET("/api/v1/invoices/{id}/pdf", { params: { path }, parseAs: "arrayBuffer" }));
  assert.equal(Buffer.from(pdf).subarray(0, 4).toString(), "%PDF");
  await done(coach.POST("/api/v1/invoices/{id}/mark-paid", { params: { path }, body: { method: "bank_transfer" } }));
  const ana = await login("ana");
  const own = await until("a paid invoice", async () => (await done(ana.GET("/api/v1/me/invoices"))).data.find((one) => one.id === number));
  assert.equal(own.state, "paid");
}
