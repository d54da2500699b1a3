// What the services themselves measure.

import { tagsType } from 'tags.bicep'

param suffix string
param tags tagsType
param vaultId string
param tableAccountId string
param hostAccountId string

@description('The action group that is told.')
param peopleId string

var metrics = [
  {
    name: 'vault-availability'
    title: 'Token issuer: the vault is not fully available'
    scope: vaultId
    metric: 'Availability'
    dimensions: []
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'vault-throttling'
    title: 'Token issuer: the vault throttles signatures'
    scope: vaultId
    metric: 'ServiceApiResult'
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'table-availability'
    title: 'Token issuer: the clients\' tables are not fully available'
    scope: '${tableAccountId}/tableServices/default'
    metric: 'Availability'
    dimensions: []
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'host-availability'
    title: 'Token issuer: the host\'s blobs are not fully available'
    scope: '${hostAccountId}/blobServices/default'
    metric: 'Availability'
    dimensions: []
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
]

resource onMetrics 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in metrics: {
    name: 'alert-${rule.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.title
      severity: 1
      enabled: true
      autoMitigate: true
      scopes: [rule.scope]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: rule.name
            criterionType: 'StaticThresholdCriterion'
            metricName: rule.metric
            dimensions: rule.dimensions
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
          }
        ]
      }
      actions: [{ actionGroupId: peopleId }]
    }
  }
]
