module github.com/kgiton/kgiton-go/v2

go 1.19
