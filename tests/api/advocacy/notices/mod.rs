mod assigned;
mod follow_ups;
mod forecast;
mod launch;
mod reviews;
mod scene;
