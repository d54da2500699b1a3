// Production: survives the loss of a zone, and neither clients nor key can be deleted by mistake.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param issuer = readEnvironmentVariable('ISSUER_URL', '')
param operatorPrincipalId = readEnvironmentVariable('OPERATOR_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('OPERATOR_PRINCIPAL_TYPE', 'Group')
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))
param frontDoorId = readEnvironmentVariable('FRONT_DOOR_ID', '')

param purgeProtection = true
param preventDeletion = true
param tableRedundancy = 'Standard_GZRS'
param zoneRedundant = true
param alwaysReady = 2
param privateNetwork = true
param logRetentionDays = 90
