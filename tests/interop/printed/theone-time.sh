curl https://partner-api.the-one.io/api/v1/time
