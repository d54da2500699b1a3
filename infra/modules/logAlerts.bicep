// What the issuer's own logs, metrics and requests tell.

import { tagsType } from 'tags.bicep'

param suffix string
param location string
param tags tagsType
param componentId string

@description('The action group that is told.')
param peopleId string

param refusalSpike int

// An exception logged with an event lands in exceptions, everything else in traces.
var events = '''
union traces, exceptions
| extend event = tostring(customDimensions.EventName), says = coalesce(message, outerMessage)
| extend client = tostring(customDimensions.ClientId)
'''

// Each is raised when its query finds a row; once for each value of the columns named, which the
// message then says.
var queries = [
  {
    name: 'failures'
    title: 'Token issuer: one answer in twenty is a 5xx'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    reach: 'PT15M'
    each: []
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
    window: 'P1D'
    reach: 'P1D'
    each: []
    // An instance says each once, so the last word of any stands. Roles take minutes to arrive after a deployment.
    query: $'''${events}| where event in ('NotReady', 'Ready')
| summarize arg_max(timestamp, event, says)
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
    each: ['client']
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
    each: []
    query: $'''customMetrics
| where name == 'token_issuer.refusals'
| summarize recent = sumif(valueSum, timestamp > ago(15m)), day = sum(valueSum)
| where recent >= ${refusalSpike} and recent * 96 >= day * 5
'''
  }
  {
    name: 'secrets'
    title: 'Token issuer: a client\'s secrets need somebody'
    severity: 3
    every: 'PT1H'
    window: 'P1D'
    reach: 'P1D'
    each: ['client']
    query: $'''${events}| where event in ('SecretEndsSoon', 'ClientWithoutSecret', 'RetiringSecretInUse', 'SweepRowSkipped')
'''
  }
  {
    // The one about something that did not happen. It is true on the first day, until the first sweep.
    name: 'sweep'
    title: 'Token issuer: no sweep has finished for two days'
    severity: 2
    every: 'PT1H'
    window: 'P2D'
    reach: 'P2D'
    each: []
    query: $'''${events}| where event == 'SweepFinished' and customDimensions.DryRun == 'False'
| summarize sweeps = count()
| where sweeps == 0
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
            dimensions: map(rule.each, column => { name: column, operator: 'Include', values: ['*'] })
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [peopleId] }
    }
  }
]
