//! Path parameters, one by one and all at once.

use std::{borrow::Cow, fmt};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Path, Rejection, resource_routes};
use serde::{Deserialize, Deserializer, de};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Deserialize)]
struct Id(u32);

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Slug<'a> {
    #[allow(dead_code, reason = "shown by Debug")]
    text: &'a str,
}

/// Reads as the `uuid` crate does: only from text.
#[derive(Debug)]
struct Hex(u64);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Hex;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hex, E> {
                u64::from_str_radix(text, 16).map(Hex).map_err(|_| E::custom("not hexadecimal"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "u32")]
struct Even(u32);

impl TryFrom<u32> for Even {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number % 2 == 0 { Ok(Self(number)) } else { Err("odd") }
    }
}

#[derive(Debug, Deserialize)]
struct Place<'a> {
    namespace: &'a str,
    #[allow(dead_code, reason = "shown by Debug")]
    pod: u8,
}

#[derive(Debug, Deserialize)]
struct Renamed {
    #[serde(rename = "type")]
    kind: Colour,
}

#[derive(Debug, Deserialize)]
struct Evens {
    first: Even,
    second: Even,
}

/// One route for each type: `/u8/{value}` and so on.
macro_rules! kinds {
    ($($path:literal $name:ident: $ty:ty;)*) => {
        #[resource_routes]
        impl Plugin {
            $(
                #[get($path)]
                async fn $name(&self, value: $ty) -> String {
                    format!("{value:?}")
                }
            )*
        }
    };
}

kinds! {
    "/str/{value}" a_str: &str;
    "/string/{value}" a_string: String;
    "/cow/{value}" a_cow: Cow<'_, str>;
    "/u8/{value}" a_u8: u8;
    "/u16/{value}" a_u16: u16;
    "/u32/{value}" a_u32: u32;
    "/u64/{value}" a_u64: u64;
    "/u128/{value}" a_u128: u128;
    "/i8/{value}" an_i8: i8;
    "/i16/{value}" an_i16: i16;
    "/i32/{value}" an_i32: i32;
    "/i64/{value}" an_i64: i64;
    "/i128/{value}" an_i128: i128;
    "/f32/{value}" an_f32: f32;
    "/f64/{value}" an_f64: f64;
    "/bool/{value}" a_bool: bool;
    "/char/{value}" a_char: char;
    "/enum/{value}" an_enum: Colour;
    "/newtype/{value}" a_newtype: Id;
    "/slug/{value}" a_slug: Slug<'_>;
    "/hex/{value}" a_hex: Hex;
    "/even/{value}" an_even: Even;
    "/option/{value}" an_option: Option<u32>;
    "/rest/{*value}" a_rest: &str;
    "/v{value}/x" after_text: u32;
    "/file/{value}.json" before_text: &str;
    "/all/one/{_value}" all_one: Path<u32>;
}

/// The same for `Path<T>`.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct All;

#[resource_routes]
impl All {
    #[get("/struct/{namespace}/{pod}")]
    async fn a_struct(&self, Path(place): Path<Place<'_>>) -> String {
        format!("{place:?}")
    }

    #[get("/tuple/{namespace}/{pod}")]
    async fn a_tuple(&self, Path((namespace, pod)): Path<(String, u8)>) -> String {
        format!("{namespace} {pod}")
    }

    #[get("/list/{a}/{b}/{c}")]
    async fn a_list(&self, Path(list): Path<Vec<&str>>) -> String {
        list.join(" ")
    }

    #[get("/one/{id}")]
    async fn one(&self, Path(id): Path<u32>) -> String {
        id.to_string()
    }

    #[get("/newtype/{id}")]
    async fn newtype(&self, Path(Id(id)): Path<Id>) -> String {
        id.to_string()
    }

    #[get("/even/{id}")]
    async fn even(&self, Path(Even(id)): Path<Even>) -> String {
        id.to_string()
    }

    #[get("/evens/{first}/{second}")]
    async fn evens(&self, Path(evens): Path<Evens>) -> String {
        format!("{} {}", evens.first.0, evens.second.0)
    }

    #[get("/hex/{id}")]
    async fn hex(&self, Path(Hex(id)): Path<Hex>) -> String {
        id.to_string()
    }

    #[get("/enum/{colour}")]
    async fn colour(&self, Path(colour): Path<Colour>) -> String {
        format!("{colour:?}")
    }

    #[get("/renamed/{type}")]
    async fn renamed(&self, Path(renamed): Path<Renamed>) -> String {
        format!("{:?}", renamed.kind)
    }

    #[get("/too-few/{a}/{b}")]
    async fn too_few(&self, Path(_): Path<(String,)>) {}

    #[get("/other-names/{a}/{b}")]
    async fn other_names(&self, Path(_): Path<Place<'_>>) {}

    #[get("/result/{id}")]
    async fn result(&self, path: Result<Path<u32>, Rejection>) -> String {
        format!("{:?}", path.map_err(|rejection| rejection.status().as_u16()))
    }

    #[get("/both/{namespace}/{pod}")]
    async fn both(&self, pod: u8, Path(place): Path<Place<'_>>) -> String {
        format!("{pod} {}", place.namespace)
    }
}

#[tokio::test]
async fn a_value_becomes_the_type_of_its_argument() {
    let client = crate::client(Plugin);
    for (path, expected) in [
        ("str/a%20b", r#""a b""#),
        ("string/%E2%82%AC", r#""€""#),
        ("cow/a+b", r#""a+b""#),
        ("u8/255", "255"),
        ("u16/65535", "65535"),
        ("u32/7", "7"),
        ("u64/18446744073709551615", "18446744073709551615"),
        ("u128/340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
        ("i8/-128", "-128"),
        ("i16/-1", "-1"),
        ("i32/-7", "-7"),
        ("i64/-9223372036854775808", "-9223372036854775808"),
        ("i128/-1", "-1"),
        ("f32/1.5", "1.5"),
        ("f64/-2.5e3", "-2500.0"),
        ("bool/true", "true"),
        ("char/%C3%A4", "'ä'"),
        ("enum/dark-blue", "DarkBlue"),
        ("newtype/7", "Id(7)"),
        ("slug/a-b", r#"Slug { text: "a-b" }"#),
        ("hex/ff", "Hex(255)"),
        ("even/4", "Even(4)"),
        ("option/4", "Some(4)"),
        ("rest/a/b/c", r#""a/b/c""#),
        ("v12/x", "12"),
        ("file/report.json", r#""report""#),
        ("all/one/5", "Path(5)"),
    ] {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (200, expected), "{path}");
    }
}

#[tokio::test]
async fn a_value_that_does_not_parse_is_named() {
    let client = crate::client(Plugin);
    for (path, reason) in [
        ("u8/256", "`256` is not a whole number from 0 to 255"),
        ("u16/-1", "`-1` is not a whole number from 0 to 65535"),
        ("u32/x", "`x` is not a whole number from 0 to 4294967295"),
        ("u64/x", "`x` is not a whole number from 0 to 18446744073709551615"),
        ("u128/x", "`x` is not a whole number from 0 to 340282366920938463463374607431768211455"),
        ("i8/128", "`128` is not a whole number from -128 to 127"),
        ("i16/x", "`x` is not a whole number from -32768 to 32767"),
        ("i32/1.0", "`1.0` is not a whole number from -2147483648 to 2147483647"),
        ("i64/x", "`x` is not a whole number from -9223372036854775808 to 9223372036854775807"),
        (
            "i128/x",
            "`x` is not a whole number from -170141183460469231731687303715884105728 to 170141183460469231731687303715884105727",
        ),
        ("f32/x", "`x` is not a number"),
        ("f64/x", "`x` is not a number"),
        ("bool/yes", "`yes` is not `true` or `false`"),
        ("char/ab", "`ab` is not a single character"),
        ("enum/green", "unknown variant `green`, expected `red` or `dark-blue`"),
        ("newtype/x", "`x` is not a whole number from 0 to 4294967295"),
        ("hex/xyz", "not hexadecimal"),
        ("even/3", "odd"),
        ("v1a/x", "`1a` is not a whole number from 0 to 4294967295"),
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status(), 400, "{path}");
        assert_eq!(answer.message(), format!("path parameter `value`: {reason}"), "{path}");
    }
}

#[tokio::test]
async fn a_long_value_is_repeated_only_in_part() {
    let answer = crate::client(Plugin).get(&format!("u8/{}", "9".repeat(5000))).await;
    let shown = "9".repeat(60);
    assert_eq!(
        answer.message(),
        format!("path parameter `value`: `{shown}…` is not a whole number from 0 to 255")
    );
}

#[tokio::test]
async fn all_parameters_become_one_type() {
    let client = crate::client(All);
    for (path, expected) in [
        ("struct/a%2520b/3", r#"Place { namespace: "a%20b", pod: 3 }"#),
        ("tuple/a/3", "a 3"),
        ("list/a/b/c", "a b c"),
        ("one/3", "3"),
        ("newtype/3", "3"),
        ("even/4", "4"),
        ("evens/2/4", "2 4"),
        ("hex/10", "16"),
        ("enum/red", "Red"),
        ("renamed/dark-blue", "DarkBlue"),
        ("result/3", "Ok(Path(3))"),
        ("result/x", "Err(400)"),
        ("both/a/3", "3 a"),
    ] {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (200, expected), "{path}");
    }
}

#[tokio::test]
async fn of_all_parameters_the_wrong_one_is_named() {
    let client = crate::client(All);
    let long = "x".repeat(80);
    for (path, message) in [
        ("struct/a/300", "path parameter `pod`: `300` is not a whole number from 0 to 255"),
        ("tuple/a/x", "path parameter `pod`: `x` is not a whole number from 0 to 255"),
        ("tuple/x/x", "path parameter `pod`: `x` is not a whole number from 0 to 255"),
        ("one/x", "path parameter `id`: `x` is not a whole number from 0 to 4294967295"),
        ("even/3", "path parameter `id`: odd"),
        ("evens/2/3", "path parameter `second`: odd"),
        ("hex/xyz", "path parameter `id`: not hexadecimal"),
        ("enum/green", "path parameter `colour`: unknown variant `green`, expected `red` or `dark-blue`"),
        ("renamed/green", "path parameter `type`: unknown variant `green`, expected `red` or `dark-blue`"),
        (
            &format!("one/{long}"),
            &format!("path parameter `id`: `{}…` is not a whole number from 0 to 4294967295", &long[..60]),
        ),
    ] {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), (400, message), "{path}");
    }
}

#[tokio::test]
async fn a_type_that_does_not_fit_the_path_is_the_plugins_fault() {
    let client = crate::client(All);
    for path in ["too-few/a/b", "other-names/a/3"] {
        let answer = client.get(path).await;
        let expected = (500, "an error occurred within the plugin");
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), expected, "{path}");
    }
}
