// One line of who may do what.

@export()
@sealed()
type grantType = {
  @description('tableData: read and write both tables. sign: sign with the one key. hostBlobs, telemetry: what the Functions host needs.')
  role: 'tableData' | 'sign' | 'hostBlobs' | 'telemetry'

  principalId: string
  principalType: 'ServicePrincipal' | 'User' | 'Group'
}
