// What wakes somebody, and what only asks to be read, and who is told. Every alert says where to look next (docs/deploying.md).

import { tagsType } from 'tags.bicep'

param suffix string
param location string
param tags tagsType
param componentId string
param vaultId string
param tableAccountId string
param hostAccountId string
param emails string[]
param refusalSpike int

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'tokenissuer'
    emailReceivers: [
      for email in emails: {
        name: email
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

module onLogs 'logAlerts.bicep' = {
  name: 'log-alerts'
  params: {
    suffix: suffix
    location: location
    tags: tags
    componentId: componentId
    peopleId: people.id
    refusalSpike: refusalSpike
  }
}

module onMetrics 'metricAlerts.bicep' = {
  name: 'metric-alerts'
  params: {
    suffix: suffix
    tags: tags
    vaultId: vaultId
    tableAccountId: tableAccountId
    hostAccountId: hostAccountId
    peopleId: people.id
  }
}
