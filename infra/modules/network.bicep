// The network that the app lives in when storage and vault are closed to the internet, with a private endpoint for each.

import { tagsType } from 'tags.bicep'

param suffix string
param location string
param tags tagsType

@description('At least a /24: half of it is for the app, a quarter for the endpoints.')
param addressPrefix string

param tableAccountId string
param hostAccountId string
param vaultId string

// The platform's own rules: in from the virtual network only.
resource rules 'Microsoft.Network/networkSecurityGroups@2025-01-01' = {
  name: 'nsg-vnet-${suffix}'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: 'vnet-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          networkSecurityGroup: { id: rules.id }
          delegations: [
            {
              name: 'functions'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          networkSecurityGroup: { id: rules.id }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

var services = [
  {
    name: 'tables'
    id: tableAccountId
    groupId: 'table'
    zone: 'privatelink.table.${environment().suffixes.storage}'
  }
  {
    name: 'host'
    id: hostAccountId
    groupId: 'blob'
    zone: 'privatelink.blob.${environment().suffixes.storage}'
  }
  {
    name: 'vault'
    id: vaultId
    groupId: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
]

module endpoint 'privateEndpoint.bicep' = [
  for service in services: {
    name: 'endpoint-${service.name}'
    params: {
      name: 'pep-${service.name}-${suffix}'
      location: location
      tags: tags
      serviceId: service.id
      groupId: service.groupId
      zone: service.zone
      networkId: network.id
      subnetId: network::endpoints.id
    }
  }
]

output appSubnetId string = network::app.id
