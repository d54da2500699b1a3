// The page that operators look at. Its queries stand in workbook.json; its name is a GUID because Azure wants one.

import { tagsType } from 'tags.bicep'

param title string
param location string
param tags tagsType
param componentId string
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'token issuer workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: componentId
    serializedData: replace(
      replace(loadTextContent('workbook.json'), '{workspaceId}', workspaceId),
      '{componentId}',
      componentId
    )
  }
}
