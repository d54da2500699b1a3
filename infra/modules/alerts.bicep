// What wakes somebody, and what only asks to be read. Every alert says where to look next (docs/deploying.md).

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

// An exception logged with an event lands in exceptions, everything else in traces.
var events = '''
union traces, exceptions
| extend event = tostring(customDimensions.EventName), says = coalesce(message, outerMessage)
'''

// Each is true when its query finds a row.
var queries = [
  {
    name: 'failures'
    title: 'Token issuer: one answer in twenty is a 5xx'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    reach: 'PT15M'
    query: '''
requests
| summarize asked = sum(itemCount), failed = sumif(itemCount, toint(resultCode) >= 500)
| where failed >= 5 and failed * 20 >= asked
'''
  }
  {
    name: 'not-ready'
    title: 'Token issuer: store or key cannot be used'
    severity: 1
    every: 'PT5M'
    window: 'PT1H'
    reach: 'PT1H'
    // Roles take minutes to arrive after a deployment.
    query: $'''${events}| where event in ('NotReady', 'Ready')
| summarize arg_max(timestamp, event, says) by cloud_RoleInstance
| where event == 'NotReady' and timestamp < ago(10m)
'''
  }
  {
    name: 'leak'
    title: 'Token issuer: a right secret from a refused address; it has probably leaked'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    reach: 'PT15M'
    query: $'''${events}| where event == 'RightSecretFromRefusedAddress'
'''
  }
  {
    name: 'refusals'
    title: 'Token issuer: many more refusals than usual'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    reach: 'P1D'
    query: $'''customMetrics
| where name == 'token_issuer.refusals'
| summarize recent = sumif(valueSum, timestamp > ago(15m)), day = sum(valueSum)
| where recent >= ${refusalSpike} and recent * 96 >= day * 5
'''
  }
  {
    name: 'secrets'
    title: 'Token issuer: secrets that need somebody'
    severity: 3
    every: 'PT1H'
    window: 'P1D'
    reach: 'P1D'
    query: $'''${events}| where event in ('SecretEndsSoon', 'ClientWithoutSecret', 'RetiringSecretInUse', 'SweepRowSkipped')
| project timestamp, event, says
'''
  }
]

resource onLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in queries: {
    name: 'alert-${rule.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [componentId]
      evaluationFrequency: rule.every
      windowSize: rule.window
      overrideQueryTimeRange: rule.reach == rule.window ? null : rule.reach
      // A table that has no rows yet is no reason to refuse the rule.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

// The one alert about something that did not happen. It is true on the first day, until the first sweep.
resource noSweep 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'alert-sweep-${suffix}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Token issuer: no sweep has finished for two days'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [componentId]
    evaluationFrequency: 'PT1H'
    windowSize: 'P2D'
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: $'''${events}| where event == 'SweepFinished' and customDimensions.DryRun == 'False'
'''
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

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
      actions: [{ actionGroupId: people.id }]
    }
  }
]
