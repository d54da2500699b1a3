// The Functions app on a Flex Consumption plan of its own.

import { defaultSettings, settingsType } from 'settings.bicep'
import { tagsType } from 'tags.bicep'

param name string
param planName string
param location string
param tags tagsType

param issuer string
param settings settingsType

param identityId string
param identityClientId string
param tableServiceUri string
param hostAccountName string

@description('The container that holds the published package.')
param packageContainerUrl string

param vaultUri string
param keyName string
param connectionString string
param workspaceId string

@description('Instances that are always warm. Zone redundancy needs at least 2.')
param alwaysReady int

param maximumInstances int
param instanceMemoryMB int
param requestsPerInstance int
param zoneRedundant bool

@description('The subnet the app lives in; empty without a network of its own.')
param subnetId string

@description('The Front Door profile that alone may call the app; empty: anyone may.')
param frontDoorId string

var wiring = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString
  AZURE_CLIENT_ID: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: hostAccountName
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__credential: 'managedidentity'
  // App Service appends the caller's address; Front Door before it appends one more.
  Clients__ForwardedHops: empty(frontDoorId) ? '1' : '2'
  KeyVault__KeyName: keyName
  KeyVault__VaultUri: vaultUri
  Storage__CreateTables: 'false'
  Storage__TableServiceUri: tableServiceUri
  Token__Issuer: issuer
}

var appSettings = union({ Token__DefaultAudience: issuer }, defaultSettings, settings, wiring)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app to publish to by this tag.
  tags: union(tags, { 'azd-service-name': 'issuer' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }]
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        triggers: {
          http: { perInstanceConcurrency: requestsPerInstance }
        }
      }
    }
    siteConfig: {
      appSettings: map(items(appSettings), setting => { name: setting.key, value: setting.value })
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: empty(frontDoorId) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(frontDoorId)
        ? []
        : [
            {
              name: 'front-door'
              priority: 100
              action: 'Allow'
              tag: 'ServiceTag'
              ipAddress: 'AzureFrontDoor.Backend'
              headers: { 'x-azure-fdid': [frontDoorId] }
            }
          ]
      // Publishing comes from elsewhere and is authenticated by Entra.
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
    }
  }

  // Publishing with a user name and password: off.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'host'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
  }
}

output name string = site.name
