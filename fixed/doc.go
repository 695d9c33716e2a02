// Package fixed is the fixed-point arithmetic of lending contracts on 256-bit
// unsigned integers, each function named after the scale and the rounding that
// it performs: wads (1e18), rays (1e27), percentages in basis points (1e4) and
// plain x·y/d; and the search for the number at which a predicate turns.
//
// A function writes its result through its first argument, which may be the
// same variable as any other argument, and reports whether the contract would
// have returned: false means that checked Solidity arithmetic would have
// reverted (a product or a sum beyond 2^256, a division by zero), and the
// result is then not written. Products are never widened to 512 bits, because
// the contracts do not widen them: a result that would fit after an overflowing
// product is still a revert.
//
// Nothing here allocates, and nothing here may ever know a float, a sign or a
// protocol.
package fixed
