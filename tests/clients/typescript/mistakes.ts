// Mistakes that the compiler finds, because the contract tells enough; none of this is ever run.
import type { Client, Schemas } from "./support.js";

export async function mistakes(client: Client): Promise<void> {
  const path = { id: "item_01kfq8v6n2e9t8w4x3y5z7a1bc" };
  // @ts-expect-error: no such path
  await client.GET("/api/v1/engagement");
  // @ts-expect-error: no such field
  await client.POST("/api/v1/notes", { body: { body: "A thought.", titel: "x" } });
  // @ts-expect-error: a field that is needed
  await client.POST("/api/v1/users", { body: { email: "gil@northwind.example", roles: ["coachee"] } });
  // @ts-expect-error: none of the choices
  await client.POST("/api/v1/users", { body: { email: "gil@northwind.example", name: "Gil", roles: ["pupil"] } });
  // @ts-expect-error: the id in the path
  await client.POST("/api/v1/items/{id}/send");
  // @ts-expect-error: no such parameter
  await client.GET("/api/v1/items", { params: { query: { colour: "green" } } });
  // @ts-expect-error: null where there is always something
  await client.PATCH("/api/v1/items/{id}", { params: { path }, body: { title: null } });
}

export function answers(item: Schemas["Item"], question: Schemas["QuestionOutput"], event: Schemas["Event"]): unknown[] {
  return [
    // @ts-expect-error: it may be null
    item.link.url,
    // @ts-expect-error: no such key
    item.colour,
    // @ts-expect-error: no state of an item
    item.status === "finished",
    // @ts-expect-error: whatever an event says has to be looked at
    event.data["item_id"].length,
    // Always there, if only as null.
    question.scale satisfies object | null,
  ];
}
