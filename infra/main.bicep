// The whole of a deployed issuer, in one resource group. Composition only: what each part is stands in its module.

targetScope = 'resourceGroup'

import { settingsType } from 'modules/settings.bicep'
import { grantType } from 'modules/grant.bicep'

@minLength(1)
@maxLength(64)
@description('Tells environments apart: part of the resources\' names, and a tag on each.')
param environmentName string

param location string = resourceGroup().location

@description('The https origin that callers use. Empty: the app\'s own host name. Once tokens are out, changing it breaks every API that knows the old one.')
param issuer string = ''

@description('Settings of the issuer that differ from its defaults, by app setting name.')
param settings settingsType = {}

@allowed(['RSA', 'EC'])
@description('The first signing key: RSA 2048, which every verifier knows, or EC P-256. No effect once the key exists.')
param keyType string = 'RSA'

@description('ISO 8601: after how long the vault makes the next key. No effect once the key exists.')
param rotateKeyAfter string = 'P90D'

@description('Nobody, Microsoft included, can purge the vault for 90 days after its deletion. Can never be turned off again.')
param purgeProtection bool = true

@description('Locks the clients\' storage account and the vault against deletion.')
param preventDeletion bool = false

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('How the clients\' storage account is replicated. LRS to ZRS is a conversion that Azure makes on request, not a redeployment.')
param tableRedundancy string = 'Standard_LRS'

@description('Spreads the app over availability zones. Only at creation, and with at least 2 instances always ready.')
param zoneRedundant bool = false

@minValue(0)
@maxValue(100)
@description('Instances that are always warm. 0: scales to zero; the first request after a pause waits for a cold start.')
param alwaysReady int = 0

@minValue(1)
@maxValue(1000)
@description('The most instances there may be: the ceiling of the bill.')
param maximumInstances int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Requests that an instance works on at once before another is started. A request mostly waits for the vault.')
param requestsPerInstance int = 100

@description('Closes storage and vault to the internet: the app reaches them through private endpoints, and so must operators.')
param privateNetwork bool = false

@description('The address space of that network, at least a /24.')
param networkAddressPrefix string = '10.90.0.0/24'

@description('The id (FDID) of the Front Door profile that alone may call the app. Empty: no Front Door.')
param frontDoorId string = ''

@description('Object id of the person, group or pipeline who administers clients with tokenctl. Empty: nobody gets that role here.')
param operatorPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'Group'

@description('A role made beforehand with the two data actions of modules/signerRole.bicep, for those who may not define roles.')
param signerRoleId string = ''

@description('Who gets the alerts. Empty: they show in the portal only.')
param alertEmails string[] = []

@minValue(1)
@description('Refusals in 15 minutes, and five times the day\'s average, that count as a spike.')
param refusalSpike int = 100

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which no more are taken in; -1 for no limit. Alerts are blind for the rest of that day.')
param logDailyQuotaGb int = -1

var tags = { 'azd-env-name': environmentName }
var unique = uniqueString(subscription().id, resourceGroup().id, environmentName)
var slug = take(
  replace(replace(replace(replace(toLower(environmentName), '_', '-'), '.', '-'), '(', '-'), ')', '-'),
  24
)
var suffix = '${slug}-${unique}'

// Names that are unique in the world or short carry the hash alone.
var appName = 'func-${suffix}'
var tableAccountName = 'stdata${unique}'
var hostAccountName = 'sthost${unique}'
var vaultName = 'kv-${unique}'
var componentName = 'appi-${suffix}'
var keyName = 'token-signing'
var packageContainer = 'package'

var issuerUrl = empty(issuer) ? 'https://${appName}.azurewebsites.net' : issuer
var tableServiceUri = 'https://${tableAccountName}.table.${environment().suffixes.storage}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${suffix}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: 'log-${suffix}'
    componentName: componentName
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module tableStorage 'modules/storage.bicep' = {
  name: 'table-storage'
  params: {
    name: tableAccountName
    location: location
    tags: tags
    sku: tableRedundancy
    publicAccess: !privateNetwork
    tables: ['clients', 'revocations']
    preventDeletion: preventDeletion
    workspaceId: monitoring.outputs.workspaceId
  }
}

// The host owns every blob of its account, so nothing else may be in it.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  params: {
    name: hostAccountName
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    publicAccess: !privateNetwork
    containers: [packageContainer]
    preventDeletion: false
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: vaultName
    location: location
    tags: tags
    keyName: keyName
    keyType: keyType
    rotateAfter: rotateKeyAfter
    purgeProtection: purgeProtection
    publicAccess: !privateNetwork
    preventDeletion: preventDeletion
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    suffix: suffix
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
    tableAccountId: tableStorage.outputs.id
    hostAccountId: hostStorage.outputs.id
    vaultId: vault.outputs.id
  }
}

// All that anyone is given.
var appGrants grantType[] = [
  { role: 'tableData', principalId: identity.properties.principalId, principalType: 'ServicePrincipal' }
  { role: 'sign', principalId: identity.properties.principalId, principalType: 'ServicePrincipal' }
  { role: 'hostBlobs', principalId: identity.properties.principalId, principalType: 'ServicePrincipal' }
  { role: 'telemetry', principalId: identity.properties.principalId, principalType: 'ServicePrincipal' }
]
var operatorGrants grantType[] = empty(operatorPrincipalId)
  ? []
  : [{ role: 'tableData', principalId: operatorPrincipalId, principalType: operatorPrincipalType }]

module roles 'modules/roles.bicep' = {
  name: 'roles'
  dependsOn: [tableStorage, hostStorage, vault, monitoring]
  params: {
    grants: concat(appGrants, operatorGrants)
    tableAccountName: tableAccountName
    hostAccountName: hostAccountName
    vaultName: vaultName
    keyName: keyName
    componentName: componentName
    signerRoleId: signerRoleId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  // The first instance finds its roles in place.
  dependsOn: [roles]
  params: {
    name: appName
    planName: 'plan-${suffix}'
    location: location
    tags: tags
    issuer: issuerUrl
    settings: settings
    identityId: identity.id
    identityClientId: identity.properties.clientId
    tableServiceUri: tableServiceUri
    hostAccountName: hostAccountName
    packageContainerUrl: 'https://${hostAccountName}.blob.${environment().suffixes.storage}/${packageContainer}'
    vaultUri: vault.outputs.uri
    keyName: keyName
    connectionString: monitoring.outputs.connectionString
    workspaceId: monitoring.outputs.workspaceId
    alwaysReady: alwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    requestsPerInstance: requestsPerInstance
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    frontDoorId: frontDoorId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    suffix: suffix
    location: location
    tags: tags
    componentId: monitoring.outputs.componentId
    vaultId: vault.outputs.id
    tableAccountId: tableStorage.outputs.id
    hostAccountId: hostStorage.outputs.id
    emails: alertEmails
    refusalSpike: refusalSpike
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    title: 'Token issuer ${environmentName}'
    location: location
    tags: tags
    componentId: monitoring.outputs.componentId
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_FUNCTION_APP string = app.outputs.name
output ISSUER string = issuerUrl
output TOKEN_URL string = '${issuerUrl}/oauth/token'
output JWKS_URL string = '${issuerUrl}/.well-known/jwks.json'
output VAULT_URI string = vault.outputs.uri
output TABLE_ENDPOINT string = tableServiceUri
output TOKENCTL string = 'tokenctl clients list --store ${tableServiceUri}'
