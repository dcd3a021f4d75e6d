package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/kgiton/kgiton-go/v2"
)

// withGin serves the shop with Gin.
func withGin(s *shop) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.Use(gin.Recovery())
	router.POST("/orders", func(c *gin.Context) {
		var given newOrder
		if err := c.ShouldBindJSON(&given); err != nil {
			c.String(http.StatusBadRequest, "expected an order")
			return
		}
		payment, err := s.order(c.Request.Context(), given.ID, given.Amount)
		if err != nil {
			c.String(statusOf(err), "the code could not be made")
			return
		}
		c.JSON(http.StatusOK, gin.H{"qr_image_url": payment.QRIS.QRImageURL, "expires_at": payment.ExpiresAt})
	})
	router.GET("/orders/:id", func(c *gin.Context) {
		status, err := s.orders.status(c.Request.Context(), c.Param("id"))
		if err != nil {
			c.String(statusOf(err), "no order")
			return
		}
		c.JSON(http.StatusOK, gin.H{"status": status})
	})
	router.POST("/orders/:id/cancel", func(c *gin.Context) {
		status, err := s.cancel(c.Request.Context(), c.Param("id"))
		if err != nil {
			c.String(statusOf(err), "not cancelled")
			return
		}
		c.JSON(http.StatusOK, gin.H{"status": status})
	})
	// No binding: the signature covers the raw body.
	router.POST("/webhook/payment", func(c *gin.Context) {
		event, err := s.client.Webhooks.UnwrapRequest(c.Request)
		status := kgiton.StatusOf(err)
		if err == nil {
			if err = s.receive(c.Request.Context(), event); err != nil {
				status = http.StatusInternalServerError
			}
		}
		if err != nil {
			log.Print(err)
		}
		c.Status(status)
	})
	// For kgiton-sandbox check-webhook --probe. Leave it out in production.
	router.GET("/payments/:id/count", func(c *gin.Context) {
		count, err := s.orders.count(c.Request.Context(), c.Param("id"))
		if err != nil {
			c.String(statusOf(err), "not counted")
			return
		}
		c.JSON(http.StatusOK, gin.H{"count": count})
	})
	return router
}
