// Key Vault Crypto User would also decrypt, wrap, back up and change the key. Signing takes these two.

resource signer 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'token signer')
  properties: {
    // Role names are unique in a tenant.
    roleName: 'Token signer (${uniqueString(resourceGroup().id)})'
    description: 'Reads a key\'s public part and signs with it.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        dataActions: [
          'Microsoft.KeyVault/vaults/keys/read'
          'Microsoft.KeyVault/vaults/keys/sign/action'
        ]
      }
    ]
  }
}

output id string = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', signer.name)
