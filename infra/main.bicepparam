// Development and trials: idle it costs little more than its alert rules, and it goes away without a trace. azd or the
// shell fills in the environment variables; all have defaults.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param issuer = readEnvironmentVariable('ISSUER_URL', '')
param operatorPrincipalId = readEnvironmentVariable('OPERATOR_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('OPERATOR_PRINCIPAL_TYPE', 'User')
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))

// A name can be used again at once after `azd down --purge`.
param purgeProtection = false
param logDailyQuotaGb = 1
