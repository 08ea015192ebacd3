//! Small trees of every shape.

use super::*;
use crate::input::Tokens;

fn span(id: u128, parent: u128, tokens: Option<(i64, i64)>) -> Span {
    let parent = std::num::NonZero::new(parent);
    let tokens = tokens.map_or(Tokens::default(), |(input, output)| Tokens::new(input, output));
    Span {
        id,
        parent,
        row: id,
        origin: Origin::Record,
        is_call: true,
        is_container: false,
        tokens,
        cached: 0,
        has_cost: false,
    }
}

fn other(id: u128, parent: u128) -> Span {
    Span { is_call: false, ..span(id, parent, None) }
}

#[track_caller]
fn check(spans: &[Span], expected: &[u128]) {
    assert_eq!(Known::of(spans).repeated(), expected.iter().copied().collect::<SpanSet>());
    // Whatever the order, and however often a span stands in the log.
    let again: Vec<Span> = spans.iter().rev().chain(spans).copied().collect();
    assert_eq!(Known::of(&again).repeated(), expected.iter().copied().collect::<SpanSet>());
}

#[test]
fn what_states_the_same_again_counts_once() {
    // 1 (agent) > 2 (call) > 3 (http) > 4 (call); 5 (call) stands alone in 1.
    let spans =
        [other(1, 0), span(2, 1, Some((7, 3))), other(3, 2), span(4, 3, Some((7, 3))), span(5, 1, Some((7, 3)))];
    check(&spans, &[2]);
    // The sum of two calls, that of two whose cached input is left out, and one of two.
    let two = [Span { cached: 84, ..span(2, 1, Some((7, 3))) }, span(3, 1, Some((8, 2)))];
    for tokens in [(15, 5), (99, 5), (7, 3)] {
        check(&[&[span(1, 0, Some(tokens))][..], &two].concat(), &[1]);
    }
    // Three times the same.
    check(&[span(1, 0, Some((7, 3))), span(2, 1, Some((7, 3))), span(3, 2, Some((7, 3)))], &[1, 2]);
}

#[test]
fn of_a_circle_one_counts() {
    check(&[span(1, 2, Some((7, 3))), span(2, 1, Some((7, 3)))], &[2]);
    check(&[span(3, 1, Some((7, 3))), span(2, 3, Some((7, 3))), span(1, 2, Some((7, 3)))], &[2, 3]);
    check(&[span(4, 5, Some((7, 3))), other(5, 4), span(6, 4, Some((1, 1)))], &[]);
}

#[test]
fn a_call_that_made_another_is_a_call() {
    check(&[span(1, 0, Some((14, 43))), span(2, 1, Some((62, 85)))], &[]);
    check(&[span(1, 0, Some((700, 80))), other(2, 1), span(3, 2, Some((60, 8)))], &[]);
    // The same output is no more than that.
    check(&[span(1, 0, Some((50_000, 1))), other(2, 1), span(3, 2, Some((100, 1)))], &[]);
}

#[test]
fn what_no_call_is_below_or_is_itself_is_uncounted() {
    let agent = |id, parent| Span { is_call: false, ..span(id, parent, Some((7, 3))) };
    let uncounted = |spans: &[Span]| Known::of(spans).uncounted();
    assert_eq!(uncounted(&[agent(1, 0)]), 1);
    assert_eq!(uncounted(&[agent(1, 0), other(2, 1), span(3, 2, Some((7, 3))), agent(4, 2)]), 1);
    assert_eq!(uncounted(&[agent(1, 2), agent(2, 1), span(3, 1, None)]), 0);
}

#[test]
fn of_two_the_one_that_states_tokens_counts() {
    check(&[span(1, 0, None), span(2, 1, Some((7, 3)))], &[1]);
    check(&[span(1, 0, Some((7, 3))), span(2, 1, None)], &[2]);
    check(&[span(1, 0, None), span(2, 1, None)], &[1]);
    // A wrapper between the two hides neither.
    check(&[span(1, 0, Some((7, 3))), span(2, 1, None), span(3, 2, Some((7, 3)))], &[1, 2]);
    // A first attempt that failed.
    check(&[span(1, 0, Some((7, 3))), span(2, 1, None), span(3, 1, Some((7, 3)))], &[1]);
}

#[test]
fn circles_and_missing_parents_end() {
    let spans = [span(1, 2, Some((1, 1))), other(2, 1), span(3, 9, Some((1, 1))), span(4, 4, Some((1, 1)))];
    check(&spans, &[]);
}

#[test]
fn whole_spans_with_one_id_are_one_or_two() {
    let whole = |id, row, parent| Span { row, origin: Origin::Whole, ..span(id, parent, Some((7, 3))) };
    // 1 stands there twice, and another span has its id; 2 is inside of the first one of them.
    let known = Known::of(&[whole(1, 11, 0), whole(2, 12, 1), whole(1, 11, 0), whole(1, 13, 0)]);
    assert_eq!(known.faults, SpanFaults { again: 1, sharing: 1 });
    let repeated = known.repeated();
    assert_eq!(known.rows(&repeated), SpanSet::from_iter([11]));
    let told = known.told(&repeated);
    assert_eq!([11, 12, 13].map(|row| told[&row]), [false, true, true]);
}

#[test]
fn of_spans_with_one_id_as_many_repeat_as_there_are_calls_inside() {
    let whole = |id, row, parent| Span { row, origin: Origin::Whole, ..span(id, parent, Some((7, 3))) };
    let (outer, inner) = ([whole(1, 11, 0), whole(1, 12, 0), whole(1, 13, 0)], [whole(2, 21, 1), whole(3, 31, 1)]);
    let known = Known::of(&[&outer[..], &inner[..]].concat());
    assert_eq!(known.rows(&known.repeated()), SpanSet::from_iter([11, 12]));
}

#[test]
fn an_event_of_two_spans_is_left_out_with_both() {
    let of = |row, span: Span| Span { row, origin: Origin::Request, ..span };
    let known = Known::of(&[of(9, span(1, 0, Some((7, 3)))), of(9, span(2, 1, Some((7, 3))))]);
    assert_eq!(known.repeated(), SpanSet::from_iter([1]));
    assert_eq!(known.rows(&known.repeated()), SpanSet::default());
}

#[track_caller]
fn check_costs(spans: &[Span], logged: &[(u128, f64)], expected: &[(u128, f64)], stranded: (u64, f64)) {
    let known = Known::of(spans);
    let costs = known.inherited(&known.repeated(), &logged.iter().copied().collect());
    assert_eq!(costs, (expected.iter().copied().collect(), Stranded { calls: stranded.0, cost_usd: stranded.1 }));
}

#[test]
fn costs_go_to_the_one_call_that_counts() {
    let call = |id, parent| span(id, parent, Some((7, 3)));
    let chain = [call(1, 0), call(2, 1), call(3, 2)];
    check_costs(&chain, &[(1, 0.5)], &[(3, 0.5)], (0, 0.0));
    check_costs(&chain, &[(1, 0.5), (2, 0.25)], &[(3, 0.25)], (0, 0.0));
    check_costs(&chain, &[(1, 0.5), (2, 0.25), (3, 0.0)], &[], (0, 0.0));
    let two = [span(1, 0, Some((14, 6))), call(2, 1), call(3, 1)];
    check_costs(&two, &[(1, 0.5)], &[], (1, 0.5));
    // Of two the one that has a cost says what is left for the other.
    check_costs(&two, &[(1, 0.5), (3, 0.25)], &[(2, 0.25)], (0, 0.0));
    check_costs(&two, &[(1, 0.5), (3, 0.5)], &[], (0, 0.0));
    // An attempt that came to nothing.
    let retried = [call(1, 0), span(2, 1, None), call(3, 1)];
    check_costs(&retried, &[(1, 0.5)], &[(3, 0.5)], (0, 0.0));
    // What calls inside say that state no tokens is that of the one around them.
    let around = [call(1, 0), span(2, 1, None), span(3, 1, None)];
    check_costs(&around, &[(2, 0.5), (3, 0.25)], &[(1, 0.75)], (0, 0.0));
    check_costs(&around, &[(1, 1.0), (2, 0.5)], &[], (0, 0.0));
    // A call that made others has its own money.
    let maker = [span(1, 0, Some((700, 80))), call(2, 1), call(3, 2)];
    check_costs(&maker, &[(1, 1.0), (2, 0.5)], &[(3, 0.5)], (0, 0.0));
}
