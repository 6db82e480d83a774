// The walk of advocacy: a survey for promoters, armed on a segment, and a referral by a link that anybody may use.
import { strict as assert } from "node:assert";
import { type Client, client, done, first, id, login, mail, receiver, until } from "./support.js";

export async function advocacy(): Promise<void> {
  const [staff, advocate] = await Promise.all([login("manager"), login("avi")]);
  const image_file_id = await picture(staff);
  await survey(staff, advocate, image_file_id);
  await referral(staff, image_file_id);
}

/** The smallest picture there is. */
async function picture(staff: Client): Promise<string> {
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const file = new Blob([Buffer.from(pixel, "base64")], { type: "image/png" });
  const bodySerializer = ({ file }: { file: Blob }) => {
    const form = new FormData();
    form.set("file", file, "card.png");
    return form;
  };
  return (await done(staff.POST("/api/v1/files", { body: { file }, bodySerializer }))).id;
}

/** Whoever becomes a promoter is asked for an hour of their time, and can spend what they earn. */
async function survey(staff: Client, advocate: Client, image_file_id: string): Promise<void> {
  const slack = await receiver();
  const admin = await login("admin");
  await done(
    admin.POST("/api/v1/channel-connections", {
      body: { kind: "slack", name: "Advocates", slack: { webhook_url: slack.url } },
    }),
  );
  const me = (await done(advocate.GET("/api/v1/me"))).user;
  assert(me);
  const score = (nps_score: number) =>
    done(staff.PATCH("/api/v1/users/{id}/attributes", { params: { path: { id: me.id } }, body: { attributes: { nps_score } } }));
  assert.equal((await score(6)).attributes?.["nps_score"], 6);
  const promoters = await done(
    staff.POST("/api/v1/segments", {
      body: { name: "New promoters", kind: "dynamic", rule: { field: "nps_score", op: "gte", value: 9 } },
    }),
  );
  const segment = () => done(staff.GET("/api/v1/segments/{id}", { params: { path: { id: promoters.id } } }));
  await until("the segment", async () => (await segment()).state === "ready");
  const coffee = await done(
    staff.POST("/api/v1/rewards", { body: { name: "Coffee for a month", kind: "gift_card", cost_points: 100, stock: 1 } }),
  );
  const template_id = id(await done(staff.GET("/api/v1/mission-templates", { params: { query: { type: "complete_survey" } } })));
  const mission = await done(
    staff.POST("/api/v1/missions", {
      body: {
        template_id,
        title: "An hour of your time",
        image_file_id,
        trigger: { kind: "segment", segment_id: promoters.id },
        audience: { kind: "registered" },
        notify: { mode: "send", channels: ["email", "slack"] },
        recognition: { kind: "points", points: 100 },
        participation_limit: { kind: "once" },
        complete_survey: {
          questions: [
            { id: "nps", kind: "nps", label: "How likely are you to recommend us?", required: true, nps: {} },
            { id: "why", kind: "long_text", label: "Why?", show_if: { all: [{ question_id: "nps", op: "gte", value: 9 }] } },
          ],
        },
      },
    }),
  );
  const path = { id: mission.id };
  assert.deepEqual(mission.complete_survey?.questions.map((question) => question.id), ["nps", "why"]);
  assert.deepEqual([mission.status, mission.visibility, mission.segment_label], ["draft", "private", "All Users"]);
  const check = await done(staff.GET("/api/v1/missions/{id}/launch-check", { params: { path } }));
  assert.deepEqual([check.can_launch, check.errors], [true, []]);
  assert.equal((await done(staff.POST("/api/v1/missions/{id}/launch", { params: { path } }))).status, "armed");
  const seen = async () => (await done(advocate.GET("/api/v1/me/missions"))).data.find((card) => card.id === mission.id);
  assert.equal(await seen(), undefined);

  const points = () => done(advocate.GET("/api/v1/me/points"));
  const before = (await points()).balance;

  // A score arrives: Avi enters the segment, is assigned the mission, and hears of it; so does Slack.
  await score(10);
  const card = await until("the mission", seen);
  assert.deepEqual([card.recognition.points, card.assignment !== null], [100, true]);
  await mail("avi@demo.example", "An hour of your time");
  await slack.arrived("An hour of your time");
  slack.close();

  await done(advocate.POST("/api/v1/me/missions/{id}/view", { params: { path } }));
  const body = { complete_survey: { answers: { nps: 10, why: "You listen." } } };
  const submission = await done(advocate.POST("/api/v1/missions/{id}/submissions", { params: { path }, body }));
  assert.equal(submission.state, "pending_review");
  const waiting = id(await done(staff.GET("/api/v1/missions/{id}/submissions", { params: { path, query: { state: "pending_review" } } })));
  const reason = "Thank you!";
  const approved = await done(staff.POST("/api/v1/submissions/{id}/approve", { params: { path: { id: waiting } }, body: { reason } }));
  assert.deepEqual([approved.state, approved.complete_survey?.answers["nps"]], ["approved", 10]);

  assert.equal((await points()).balance, before + 100);
  const grant = await done(advocate.POST("/api/v1/rewards/{id}/redeem", { params: { path: { id: coffee.id } } }));
  await done(staff.POST("/api/v1/reward-grants/{id}/fulfil", { params: { path: { id: grant.id } }, body: {} }));
  const entries = (await done(advocate.GET("/api/v1/me/points/entries", { params: { query: { limit: 2 } } }))).data;
  assert.deepEqual(entries.map((entry) => entry.amount), [-100, 100]);
  assert.equal((await points()).balance, before);
  const { stats } = await done(staff.GET("/api/v1/missions/{id}", { params: { path } }));
  assert.deepEqual([stats.viewed, stats.submitted, stats.approved], [1, 1, 1]);
}

/** Somebody without an account refers a colleague, and confirms their address by mail. */
async function referral(staff: Client, image_file_id: string): Promise<void> {
  const mission = await done(
    staff.POST("/api/v1/missions", {
      body: {
        type: "submit_referral",
        title: "Who else should know us?",
        image_file_id,
        audience: { kind: "anyone" },
        notify: { mode: "link_only" },
        participation_limit: { kind: "unlimited" },
        submit_referral: { relationships: ["colleague", "prospect"], consent_text: "They know of it." },
      },
    }),
  );
  const path = { id: mission.id };
  assert.equal((await done(staff.POST("/api/v1/missions/{id}/launch", { params: { path } }))).visibility, "public");
  const { token } = await done(staff.GET("/api/v1/missions/{id}/link", { params: { path } }));

  const guest = client();
  const page = await done(guest.GET("/api/v1/public/missions/{token}", { params: { path: { token } } }));
  assert.equal(page.submit_referral?.consent_text, "They know of it.");
  const referrals = [{ email: "lena@litware.example", name: "Lena Lind", relationship: "colleague" as const }];
  const body = { email: "nora@partner.example", name: "Nora Nilsen", submit_referral: { referrals, consent_accepted: true } };
  const held = await done(guest.POST("/api/v1/public/missions/{token}/submissions", { params: { path: { token } }, body }));
  assert.equal(held.state, "held");
  const { text } = await mail("nora@partner.example", "submissions/confirm");
  const confirmation = first(/submissions\/confirm\/(\S+)/.exec(text)?.slice(1) ?? []);
  const confirmed = await done(guest.POST("/api/v1/public/submissions/confirm", { body: { token: confirmation } }));
  assert.equal(confirmed.state, "pending_review");
  const [submission] = (await done(staff.GET("/api/v1/missions/{id}/submissions", { params: { path } }))).data;
  assert.equal(submission?.author.name, "Nora Nilsen");
  const leads = (await done(staff.GET("/api/v1/referrals", { params: { query: { mission_id: mission.id } } }))).data;
  assert.deepEqual(leads.map((lead) => [lead.email, lead.relationship, lead.state]), [["lena@litware.example", "colleague", "received"]]);
}
