// The vault with the one key that signs tokens. The key never leaves it.

import { tagsType } from 'tags.bicep'

param name string
param location string
param tags tagsType
param keyName string

@description('RSA: 2048 bits. EC: P-256, which always signs ES256 and costs five times as much per signature.')
@allowed(['RSA', 'EC'])
param keyType string

@description('ISO 8601, from P7D: after how long the vault makes the next version.')
param rotateAfter string

@description('True forbids purging for 90 days after a deletion, and can never be turned off again.')
param purgeProtection bool

@description('False: reachable through private endpoints only.')
param publicAccess bool

@description('Forbid deleting the vault, whatever rights one has.')
param preventDeletion bool

param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Azure refuses false: the property is either true or absent.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      // Resource Manager itself creates the key.
      bypass: 'AzureServices'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
  }
}

// Resource Manager can create the first version of a key and nothing after it: a redeployment must leave it alone.
// Later changes to the rotation policy are made in the vault.
@onlyIfNotExists()
resource key 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: keyName
  properties: {
    kty: keyType
    keySize: keyType == 'RSA' ? 2048 : null
    curveName: keyType == 'EC' ? 'P-256' : null
    keyOps: ['sign', 'verify']
    rotationPolicy: {
      // No version comes near this end while rotation works; it bounds the life of a key should rotation stop unseen.
      attributes: { expiryTime: 'P2Y' }
      lifetimeActions: [
        {
          action: { type: 'rotate' }
          trigger: { timeAfterCreate: rotateAfter }
        }
        {
          action: { type: 'notify' }
          trigger: { timeBeforeExpiry: 'P90D' }
        }
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (preventDeletion) {
  name: 'keep'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the key that signs every token.'
  }
}

output id string = vault.id
output uri string = vault.properties.vaultUri
