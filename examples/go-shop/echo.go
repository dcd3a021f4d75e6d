package main

import (
	"log"
	"net/http"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/labstack/echo/v4"
)

// withEcho serves the shop with Echo.
func withEcho(s *shop) http.Handler {
	router := echo.New()
	router.POST("/orders", func(c echo.Context) error {
		var given newOrder
		if err := c.Bind(&given); err != nil {
			return c.String(http.StatusBadRequest, "expected an order")
		}
		payment, err := s.order(c.Request().Context(), given.ID, given.Amount)
		if err != nil {
			return c.String(statusOf(err), "the code could not be made")
		}
		return c.JSON(http.StatusOK, echo.Map{"qr_image_url": payment.QRIS.QRImageURL, "expires_at": payment.ExpiresAt})
	})
	router.GET("/orders/:id", func(c echo.Context) error {
		status, err := s.orders.status(c.Request().Context(), c.Param("id"))
		if err != nil {
			return c.String(statusOf(err), "no order")
		}
		return c.JSON(http.StatusOK, echo.Map{"status": status})
	})
	router.POST("/orders/:id/cancel", func(c echo.Context) error {
		status, err := s.cancel(c.Request().Context(), c.Param("id"))
		if err != nil {
			return c.String(statusOf(err), "not cancelled")
		}
		return c.JSON(http.StatusOK, echo.Map{"status": status})
	})
	// No Bind: the signature covers the raw body.
	router.POST("/webhook/payment", func(c echo.Context) error {
		event, err := s.client.Webhooks.UnwrapRequest(c.Request())
		status := kgiton.StatusOf(err)
		if err == nil {
			if err = s.receive(c.Request().Context(), event); err != nil {
				status = http.StatusInternalServerError
			}
		}
		if err != nil {
			log.Print(err)
		}
		return c.NoContent(status)
	})
	// For kgiton-sandbox check-webhook --probe. Leave it out in production.
	router.GET("/payments/:id/count", func(c echo.Context) error {
		count, err := s.orders.count(c.Request().Context(), c.Param("id"))
		if err != nil {
			return c.String(statusOf(err), "not counted")
		}
		return c.JSON(http.StatusOK, echo.Map{"count": count})
	})
	return router
}
