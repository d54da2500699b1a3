// What operators may tune, by the app setting's own name. A name the app does not bind is a compile error here.

@export()
@sealed()
type settingsType = {
  @description('aud for clients that have no audiences of their own. Default: the issuer.')
  Token__DefaultAudience: string?

  @description('How long a token is good for when its client does not say, 00:01:00 to 1.00:00:00.')
  Token__Lifetime: string?

  @description('The oldest reading of a client that may still let it in. A revoked secret stops within it.')
  Clients__YesFreshness: string?

  @description('The oldest reading of a client that may turn it away.')
  Clients__NoFreshness: string?

  @description('How old a reading may get while the store does not answer; 00:00:00 turns it off.')
  Clients__StaleIfError: string?

  @description('How many clients an instance remembers.')
  Clients__CacheSize: string?

  @description('How many ids that do not exist an instance remembers.')
  Clients__UnknownCacheSize: string?

  @description('How long a new key is published before it signs.')
  Keys__PublishAhead: string?

  @description('How often the list of keys is read.')
  Keys__RefreshInterval: string?

  @description('What RSA keys sign with.')
  Keys__RsaAlgorithm: ('RS256' | 'PS256')?

  @description('How long the row of an ended secret stays.')
  Secrets__Retention: string?

  @description('How long before a client\'s last secret ends the sweep begins to warn.')
  Secrets__WarnBefore: string?

  @description('When the sweep runs: an NCRONTAB expression with seconds, UTC.')
  SecretSweep__Schedule: string?

  @description('Whether repeated wrong secrets are throttled.')
  Guard__Enabled: ('true' | 'false')?

  @description('Log what would be throttled and throttle nothing.')
  Guard__ObserveOnly: ('true' | 'false')?

  @description('Wrong secrets per client and network in a window before 429.')
  Guard__FailuresPerClient: string?

  @description('Wrong secrets per network in a window before 429.')
  Guard__FailuresPerNetwork: string?

  @description('The window that failures are counted in.')
  Guard__Window: string?

  @description('Table reads a second that a throttled network may still cause.')
  Guard__ReadsPerSecond: string?

  @description('How many clients and networks the guard remembers.')
  Guard__Capacity: string?
}

@export()
@description('The issuer\'s own defaults, spelled out so that the portal shows what is in force.')
var defaultSettings = {
  Token__Lifetime: '01:00:00'
  Clients__YesFreshness: '00:00:30'
  Clients__NoFreshness: '00:00:02'
  Clients__StaleIfError: '00:15:00'
  Clients__CacheSize: '10000'
  Clients__UnknownCacheSize: '4096'
  Keys__PublishAhead: '1.00:00:00'
  Keys__RefreshInterval: '00:05:00'
  Keys__RsaAlgorithm: 'RS256'
  Secrets__Retention: '30.00:00:00'
  Secrets__WarnBefore: '14.00:00:00'
  SecretSweep__Schedule: '0 17 3 * * *'
  Guard__Enabled: 'true'
  Guard__ObserveOnly: 'false'
  Guard__FailuresPerClient: '10'
  Guard__FailuresPerNetwork: '100'
  Guard__Window: '00:01:00'
  Guard__ReadsPerSecond: '10'
  Guard__Capacity: '16384'
}
