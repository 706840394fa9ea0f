use super::{assert_messages, model, run};

#[test]
fn generic_blocks_are_fine() {
    let block = r#"impl<'a, T: Client, const N: usize> Plugin<'a, T, N> where T: Send { #[get("/")] fn a(&self) {} }"#;
    assert!(run("", block).is_ok());
}

#[test]
fn other_items_stay_and_bodies_are_not_read() {
    let model = model(
        r#"const A: [u8; { 1 }] = [0]; type B = u8; m! { #[get("/")] } #[get("/")] fn a(&self) { let = . } "#,
    );
    assert_eq!(model.routes.len(), 1);
}

#[test]
fn a_trait_impl_is_refused() {
    assert_eq!(
        run("", r#"unsafe impl Trait for Plugin { #[get("/")] fn a(&self) {} }"#).err().unwrap(),
        [
            "`#[resource_routes]` goes on the plugin's own methods, not on an impl of a trait: write `impl Plugin { … }`"
        ]
    );
}

#[test]
fn a_block_without_routes_is_refused() {
    assert_messages(
        "fn a(&self) {}",
        &[
            "this block has no routes: write `#[get(\"/path\")]` on a method, or take `#[resource_routes]` off",
        ],
    );
}

#[test]
fn attributes_in_the_wrong_place_are_refused() {
    assert_messages(
        r#"#[get("/")] const A: u8 = 1; #[get("/")] fn a(&self) {}"#,
        &["`#[get]` goes on a method inside the block: a route is answered by a method"],
    );
    let block = r#"#[post("/")] #[resource_routes(role = Admin)] impl Plugin { #[get("/")] fn a(&self) {} }"#;
    assert_eq!(
        run("", block).err().unwrap(),
        [
            "`#[post]` goes on a method inside the block: a route is answered by a method",
            "`#[resource_routes]` is on this block already: leave one out",
        ]
    );
}

#[test]
fn a_route_inside_cfg_attr_is_refused() {
    assert_messages(
        r#"#[cfg_attr(test, get("/"))] fn a(&self) {}"#,
        &["a route inside `cfg_attr` is seen too late: write `#[cfg(…)]` above `#[get(…)]`"],
    );
}
