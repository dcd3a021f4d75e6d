export * from '@kgiton/sdk/webhooks';
