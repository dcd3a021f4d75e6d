// Command laundry is a small shop that takes payments with KGiTON, with net/http, Gin or Echo.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os"

	"github.com/kgiton/kgiton-go/v2"
)

var frameworks = map[string]func(*shop) http.Handler{
	"net/http": withNetHTTP,
	"gin":      withGin,
	"echo":     withEcho,
}

func main() {
	framework := flag.String("with", "net/http", "net/http, gin or echo")
	address := flag.String("address", "127.0.0.1:3000", "where to listen")
	flag.Parse()
	serve, ok := frameworks[*framework]
	if !ok {
		log.Fatalf("expected net/http, gin or echo, got %q", *framework)
	}
	// KGITON_API_KEY, KGITON_BASE_URL and KGITON_WEBHOOK_SECRET
	client, err := kgiton.New("")
	if err != nil {
		log.Fatal(err)
	}
	orders, err := openOrders(context.Background(), "orders.sqlite")
	if err != nil {
		log.Fatal(err)
	}
	s := &shop{client, orders, os.Getenv("KGITON_LICENSE_KEY"), os.Getenv("PUBLIC_URL")}
	log.Printf("http://%s, with %s", *address, *framework)
	log.Fatal(http.ListenAndServe(*address, serve(s)))
}
