@export()
@description('Resource tags: name and value.')
type tagsType = {
  *: string
}
