package web_test

import (
	"net/http"
	"testing"

	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

func (s *site) history(account common.Address, want int) web.HealthHistory {
	s.t.Helper()
	body, _ := s.get("/v1/positions/31337:aave-local:"+account.Hex()+"/health", want)
	return decode[web.HealthHistory](s.t, body)
}

// What is remembered begins with the first look at the latest, and says so.
func TestHealthIsRememberedFromTheFirstLook(t *testing.T) {
	s := newSite(t, web.Options{})
	for range 2 {
		h := s.history(common.Address{1}, http.StatusOK)
		if len(h.Points) != 1 || h.Since == nil || !h.Since.Equal(block.Timestamp) || h.Points[0].HealthFactor == nil || h.Points[0].Status != "healthy" {
			t.Fatalf("the history is %+v", h)
		}
	}
	if h := s.history(common.Address{4}, http.StatusOK); len(h.Points) != 1 || h.Points[0].HealthFactor != nil || h.Points[0].Status != "unknown" {
		t.Errorf("of what is unknown the history is %+v", h)
	}
	s.history(common.Address{0x99}, http.StatusNotFound)
}

func TestNamesOfTheConfiguration(t *testing.T) {
	s := newSite(t, web.Options{Named: web.Named{
		Accounts: []web.NamedAccount{{Name: "treasury", Address: "0x0100000000000000000000000000000000000000"}},
		Groups:   []web.AssetGroup{{Name: "ETH", Kind: "volatile", Assets: []web.Member{{ChainID: 1, Asset: "0x0200000000000000000000000000000000000000"}}}},
		Paths:    []string{"2020-03-12"},
	}})
	accounts, _ := s.get("/v1/accounts", 200)
	want := `{"accounts":[{"name":"treasury","address":"0x0100000000000000000000000000000000000000"}]}` + "\n"
	if accounts != want {
		t.Errorf("accounts: %s", accounts)
	}
	groups, _ := s.get("/v1/risk/groups", 200)
	want = `{"groups":[{"name":"ETH","kind":"volatile","assets":[{"chain_id":1,"asset":"0x0200000000000000000000000000000000000000"}]}],"paths":["2020-03-12"]}` + "\n"
	if groups != want {
		t.Errorf("groups: %s", groups)
	}
	s = newSite(t, web.Options{})
	none := map[string]string{"/v1/accounts": `{"accounts":[]}`, "/v1/risk/groups": `{"groups":[],"paths":[]}`}
	for path, want := range none {
		if got, _ := s.get(path, 200); got != want+"\n" {
			t.Errorf("%s: %s", path, got)
		}
	}
}
