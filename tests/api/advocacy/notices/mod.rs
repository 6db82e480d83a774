mod assigned;
mod follow_ups;
mod forecast;
mod launch;
mod loops;
mod plans;
mod reviews;
mod scene;
