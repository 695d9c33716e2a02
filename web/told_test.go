package web_test

import (
	"strings"
	"testing"

	"brink/feed"
	"brink/web"
)

// A position's events are found newest first, in pages without a gap, and those
// of others and of other types aren't among them.
func TestTold(t *testing.T) {
	s := newSite(t, web.Options{})
	var want []string
	for i := range 12 {
		eventType := []string{feed.PositionOpened, feed.PositionBand, feed.Liquidated, feed.OracleUpdated}[i%4]
		cursor := s.sayOf(eventType, "31337:aave-local:0xother", "31337:aave-local:0xmine", "31337:aave-local:0xthird")
		if eventType != feed.OracleUpdated {
			want = append([]string{(cursor - 1).String()}, want...)
		}
	}
	var got []string
	for before, pages := "", 0; ; pages++ {
		path := "/v1/positions/31337:aave-local:0xmine/events?limit=2"
		if before != "" {
			path += "&before=" + before
		}
		body, _ := s.get(path, 200)
		page := decode[web.ToldPage](t, body)
		for _, e := range page.Events {
			got = append(got, e.Cursor)
		}
		if page.Next == nil {
			break
		}
		if before = *page.Next; pages > 20 {
			t.Fatal("the pages don't end")
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %v, want %v", got, want)
	}
	if body, _ := s.get("/v1/positions/nobody/events?before=v1.0", 200); body != "{\"events\":[],\"next\":null}\n" {
		t.Errorf("of nobody before the beginning there is %s", body)
	}
}

// Much log is gone through a stretch at a time.
func TestToldLooksThroughALongLog(t *testing.T) {
	s := newSite(t, web.Options{})
	s.sayOf(feed.PositionOpened, "mine")
	const others = 17_000
	s.say(others, feed.PositionBand)
	body, _ := s.get("/v1/positions/mine/events", 200)
	page := decode[web.ToldPage](t, body)
	if len(page.Events) != 0 || page.Next == nil {
		t.Fatalf("the newest stretch has %d events, and next is %v", len(page.Events), page.Next)
	}
	body, _ = s.get("/v1/positions/mine/events?before="+*page.Next, 200)
	if page = decode[web.ToldPage](t, body); len(page.Events) != 1 || page.Events[0].Cursor != "v1.1" || page.Next != nil {
		t.Errorf("the oldest stretch is %s", body)
	}
}
