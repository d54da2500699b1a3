// Makes the role assignments of main.bicep's list, each on the narrowest scope that serves.

import { grantType } from 'grant.bicep'

param grants grantType[]
param tableAccountName string
param hostAccountName string
param vaultName string
param keyName string
param componentName string

@description('A role made beforehand with the two data actions of signerRole.bicep. Empty: it is made here.')
param signerRoleId string

module signer 'signerRole.bicep' = if (empty(signerRoleId)) {
  name: 'signer-role'
}

var tableDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
)
var blobDataOwner = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
)
var metricsPublisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource clients 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-08-01' existing = {
  name: '${tableAccountName}/default/clients'
}

resource revocations 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-08-01' existing = {
  name: '${tableAccountName}/default/revocations'
}

resource key 'Microsoft.KeyVault/vaults/keys@2025-05-01' existing = {
  name: '${vaultName}/${keyName}'
}

resource hostAccount 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: hostAccountName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource onClients 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, g => g.role == 'tableData'): {
    name: guid(clients.id, grant.principalId, tableDataContributor)
    scope: clients
    properties: {
      roleDefinitionId: tableDataContributor
      principalId: grant.principalId
      principalType: grant.principalType
    }
  }
]

resource onRevocations 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, g => g.role == 'tableData'): {
    name: guid(revocations.id, grant.principalId, tableDataContributor)
    scope: revocations
    properties: {
      roleDefinitionId: tableDataContributor
      principalId: grant.principalId
      principalType: grant.principalType
    }
  }
]

resource onKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, g => g.role == 'sign'): {
    name: guid(key.id, grant.principalId, empty(signerRoleId) ? 'sign' : signerRoleId)
    scope: key
    properties: {
      roleDefinitionId: empty(signerRoleId) ? signer!.outputs.id : signerRoleId
      principalId: grant.principalId
      principalType: grant.principalType
    }
  }
]

resource onHostAccount 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, g => g.role == 'hostBlobs'): {
    name: guid(hostAccount.id, grant.principalId, blobDataOwner)
    scope: hostAccount
    properties: {
      roleDefinitionId: blobDataOwner
      principalId: grant.principalId
      principalType: grant.principalType
    }
  }
]

resource onComponent 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, g => g.role == 'telemetry'): {
    name: guid(component.id, grant.principalId, metricsPublisher)
    scope: component
    properties: {
      roleDefinitionId: metricsPublisher
      principalId: grant.principalId
      principalType: grant.principalType
    }
  }
]
