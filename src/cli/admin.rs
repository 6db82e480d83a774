//! `create-admin`: the way in when nobody can log in.

use std::process::ExitCode;

use clap::Args;
use validator::ValidateEmail;

use super::{Outcome, open_database, say, told};
use crate::config::Config;
use crate::db::Intent;
use crate::identity::passwords::Passwords;
use crate::identity::{organizations, users};
use crate::kernel::secrets;

const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 10..=200;

#[derive(Args)]
pub struct CreateAdmin {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// The organization; made when there is none of that name.
    #[arg(long)]
    organization: String,
    /// 10 to 200 characters. Other users of this machine can see it while the command runs; without it
    /// a random one is made and shown.
    #[arg(long, conflicts_with = "password_stdin")]
    password: Option<String>,
    /// Read the password from the first line of stdin.
    #[arg(long)]
    password_stdin: bool,
}

pub async fn create(config: Config, new: CreateAdmin) -> Outcome {
    let (password, generated) = new.password()?;
    new.ensure_valid(&password)?;
    let db = open_database(&config)?;
    let hash = Passwords::new(config.password_memory_kib, 1).map_err(told)?.hash(&password).await.map_err(told)?;
    let CreateAdmin { email, name, organization, .. } = new;
    let make = move |tx: &mut crate::db::Tx<'_>| {
        let organization_id = organizations::commands::find_or_create(tx, organization.trim())?;
        users::commands::make_admin(tx, organization_id, &email, &name, hash)
    };
    let admin = db.write(Intent::system(), make).await.map_err(told)?;
    say(format!("{} is an active admin ({}).", admin.email, admin.id));
    if generated {
        say(format!("Password, shown this once: {password}"));
    }
    Ok(ExitCode::SUCCESS)
}

impl CreateAdmin {
    fn password(&self) -> Result<(String, bool), String> {
        if let Some(password) = &self.password {
            return Ok((password.clone(), false));
        }
        if self.password_stdin {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).map_err(|error| format!("stdin: {error}"))?;
            return Ok((line.trim_end_matches(['\r', '\n']).to_owned(), false));
        }
        Ok((secrets::random_token().map_err(told)?, true))
    }

    fn ensure_valid(&self, password: &str) -> Result<(), String> {
        let fits = |text: &str| (1..=200).contains(&text.trim().chars().count());
        if !self.email.trim().validate_email() {
            return Err("--email is not an email address".into());
        }
        if !fits(&self.name) || !fits(&self.organization) {
            return Err("--name and --organization have 1 to 200 characters".into());
        }
        if !PASSWORD_LENGTH.contains(&password.chars().count()) {
            return Err("a password has 10 to 200 characters".into());
        }
        Ok(())
    }
}
