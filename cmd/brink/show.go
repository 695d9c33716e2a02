package main

import (
	"strconv"
	"strings"

	"brink/feed"
	"brink/position"
)

// nothing stands in tables for what doesn't exist or can't be told.
const nothing = "-"

// short cuts a decimal number to some digits behind the point, never rounding
// up: a health factor below one must not look like one.
func short(text *string, digits int) string {
	if text == nil {
		return nothing
	}
	whole, fraction, _ := strings.Cut(*text, ".")
	if len(fraction) > digits {
		fraction = fraction[:digits]
	}
	cut := strings.TrimSuffix(whole+"."+fraction, ".")
	if strings.Trim(cut, "0.") == "" && strings.Trim(*text, "0.") != "" {
		return "<0." + strings.Repeat("0", digits-1) + "1"
	}
	return cut
}

// whole is a number with all its digits, empty where there is none.
func whole(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// amounts lists the assets of a position: "3.2 WETH, 1.5 WBTC".
func amounts(legs []feed.Leg) string {
	if len(legs) == 0 {
		return nothing
	}
	parts := make([]string, len(legs))
	for i := range legs {
		amount := short(&legs[i].Amount, 4)
		if strings.Contains(amount, ".") {
			amount = strings.TrimSuffix(strings.TrimRight(amount, "0"), ".")
		}
		parts[i] = amount + " " + legs[i].Symbol
	}
	return strings.Join(parts, ", ")
}

// place is where a position is: its deployment, and the market there if there
// are several.
func place(deployment, market string) string {
	if market == "" {
		return deployment
	}
	return deployment + "/" + market
}

func statusTone(status position.Status) tone {
	switch status {
	case position.Healthy:
		return good
	case position.Near, position.Unknown:
		return warn
	case position.Liquidatable, position.BadDebt:
		return bad
	default:
		return plain
	}
}

// number is a block's number, or nothing.
func number(b *feed.BlockRef) string {
	if b == nil {
		return nothing
	}
	return strconv.FormatUint(b.Number, 10)
}

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }
