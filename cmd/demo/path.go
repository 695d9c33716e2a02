package main

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// The crash: eight hours of 10 October 2025, in which ether lost a sixth.
var crashBegins = time.Date(2025, 10, 10, 14, 0, 0, 0, time.UTC)

const crashLength = 8 * time.Hour

// path is how prices went, by group, as shares of those with which it begins; one a pace.
type path struct {
	source string // for people
	pace   time.Duration
	shares map[string][]float64
}

// groupFiles are recordings of trades, by the group that they price.
var groupFiles = map[string]string{"ETH": "gemini_trades_2025-10-10_ETHUSD.csv.gz", "BTC": "gemini_trades_2025-10-10_BTCUSD.csv.gz"}

// followers are the assets of a group, by their symbols here.
var followers = map[string][]string{"ETH": {"WETH", "wstETH"}, "BTC": {"WBTC", "BTCB"}}

// steps is how many moments a path has after its beginning.
func (p *path) steps() int { return len(p.shares["ETH"]) - 1 }

// at is when a step was.
func (p *path) at(step int) time.Time { return crashBegins.Add(time.Duration(step) * p.pace) }

// lowest is the least share of a group.
func (p *path) lowest(group string) float64 {
	low := 1.0
	for _, share := range p.shares[group] {
		low = min(low, share)
	}
	return low
}

// readPath is the recorded path in a folder, or a generated one where that isn't there.
func readPath(folder string, pace time.Duration, seed uint64) (*path, error) {
	p := &path{source: "last trades on Gemini on 10 October 2025", pace: pace, shares: make(map[string][]float64)}
	for group, file := range groupFiles {
		prices, err := readTrades(filepath.Join(folder, file), pace)
		if errors.Is(err, fs.ErrNotExist) {
			return generatePath(pace, seed), nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the prices of %s: %w", group, err)
		}
		for _, price := range prices {
			p.shares[group] = append(p.shares[group], price/prices[0])
		}
	}
	return p, nil
}

var errTrades = errors.New("not the trades of that day")

// readTrades are the last trades before each moment of the crash.
func readTrades(name string, pace time.Duration) (prices []float64, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	const stamp, price, columns = 2, 6, 8
	rows := csv.NewReader(unzipped)
	rows.FieldsPerRecord = columns
	rows.ReuseRecord = true
	if _, err := rows.Read(); err != nil { // the names of the columns
		return nil, err
	}
	last, due := 0.0, crashBegins
	for !due.After(crashBegins.Add(crashLength)) {
		row, err := rows.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errTrades
		case err != nil:
			return nil, err
		}
		micros, err := strconv.ParseInt(row[stamp], 10, 64)
		if err != nil {
			return nil, err
		}
		for now := time.UnixMicro(micros); now.After(due) && !due.After(crashBegins.Add(crashLength)); due = due.Add(pace) {
			if last == 0 {
				return nil, errTrades
			}
			prices = append(prices, last)
		}
		if last, err = strconv.ParseFloat(row[price], 64); err != nil || last <= 0 {
			return nil, errors.Join(errTrades, err)
		}
	}
	return prices, nil
}

// generatePath is a fall by about a fifth that nobody has seen, steepest after two thirds, and half a recovery.
func generatePath(pace time.Duration, seed uint64) *path {
	p := &path{source: fmt.Sprintf("a generated path (seed %d)", seed), pace: pace, shares: make(map[string][]float64)}
	rng := rand.New(rand.NewPCG(seed, 0))
	n := int(crashLength / pace)
	for _, group := range []struct {
		name string
		fall float64
	}{{"ETH", 0.20}, {"BTC", 0.13}} {
		for i := range n + 1 {
			t := float64(i) / float64(n)
			way := 0.35*min(t/0.6, 1) + 0.65*math.Exp(-math.Pow((t-0.7)/0.06, 2))
			share := 1 - group.fall*way
			if i > 0 {
				share *= 1 + 0.002*rng.NormFloat64()
			}
			p.shares[group.name] = append(p.shares[group.name], share)
		}
	}
	return p
}

// quotes are the prices of a step, of those that stood when the path began.
func (p *path) quotes(step int, began map[string]int64) map[string]int64 {
	quotes := make(map[string]int64)
	for group, symbols := range followers {
		for _, symbol := range symbols {
			if price, ok := began[symbol]; ok {
				quotes[symbol] = int64(math.Round(float64(price) * p.shares[group][step]))
			}
		}
	}
	return quotes
}
