mod advocacy;
mod bodies;
mod fixtures;
mod published;
mod typed;
mod walk;
