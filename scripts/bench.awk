# Makes a table of what go test -bench prints: of repetitions the quickest.

function human(ns) {
	if (ns < 1e3) return sprintf("%.3g ns", ns)
	if (ns < 1e6) return sprintf("%.3g µs", ns / 1e3)
	if (ns < 1e9) return sprintf("%.3g ms", ns / 1e6)
	return sprintf("%.3g s", ns / 1e9)
}

function beside(  i, all, unit, value) {
	for (i = 5; i < NF; i += 2) {
		value = $i
		unit = $(i + 1)
		if (value == 0 && unit ~ /^(B|allocs)\/op$/) continue
		gsub(/-/, " ", unit)
		if (value >= 1e6) value = sprintf("%.3g million", value / 1e6)
		all = all (all == "" ? "" : ", ") value " " unit
	}
	return all
}

/^Benchmark/ {
	name = $1
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	gsub(/_/, " ", name)
	if (!(name in best)) order[++rows] = name
	if (!(name in best) || $3 < best[name]) {
		best[name] = $3
		more[name] = beside()
	}
}

END {
	print "| what | time | against | beside |"
	print "|---|--:|--:|---|"
	for (i = 1; i <= rows; i++) {
		name = group = order[i]
		sub(/\/[^\/]*$/, "", group)
		if (!(group in first)) first[group] = best[name]
		printf "| %s | %s | %.3g | %s |\n", name, human(best[name]), best[name] / first[group], more[name]
	}
}
