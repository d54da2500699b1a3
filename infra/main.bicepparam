// Development and trials: costs next to nothing idle, and goes away without a trace. azd and the shell fill in the
// environment variables; every one but the name has a default.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param issuer = readEnvironmentVariable('ISSUER_URL', '')
param operatorPrincipalId = readEnvironmentVariable('OPERATOR_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('OPERATOR_PRINCIPAL_TYPE', 'User')
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))

// A name can be used again at once after `azd down --purge`.
param purgeProtection = false
param logDailyQuotaGb = 1
