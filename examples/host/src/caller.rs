//! Who makes one call: the host's user, or another one that the request's own headers ask for.
//!
//! In come the headers, out goes the user, and the headers without those that are for the host alone. Called by
//! [`crate::http`]. Grafana has nothing of the kind; this is how one tries roles without a log-in.

use http::HeaderMap;

use crate::config::{Config, Role, User};

/// The role of this call's user, or `Nobody` for a call without a user.
const ROLE: &str = "x-host-role";
/// The login of this call's user.
const LOGIN: &str = "x-host-login";

/// Takes the host's headers off. `Err` has words for a role that there is none of.
pub(crate) fn caller(config: &Config, headers: &mut HeaderMap) -> Result<Option<User>, String> {
    let mut take =
        |name: &str| headers.remove(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let (role, login) = (take(ROLE), take(LOGIN));
    let mut user = match (&config.user, &role, &login) {
        (_, Some(role), _) if role == "Nobody" => return Ok(None),
        (None, None, None) => return Ok(None),
        (user, ..) => user.clone().unwrap_or_default(),
    };
    if let Some(role) = role {
        user.role = [Role::None, Role::Viewer, Role::Editor, Role::Admin]
            .into_iter()
            .find(|known| known.as_str() == role)
            .ok_or_else(|| format!("X-Host-Role is {role:?}; write Viewer, Editor, Admin, None or Nobody"))?;
    }
    if let Some(login) = login {
        user.name.clone_from(&login);
        user.email = format!("{login}@localhost");
        user.login = login;
    }
    Ok(Some(user))
}
