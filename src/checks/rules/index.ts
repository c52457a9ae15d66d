import type { Rule } from "../rule.ts";
import { annotationUnknown } from "./annotation-unknown.ts";
import { archiveCheckOff } from "./archive-check-off.ts";
import { archiveRetention } from "./archive-retention.ts";
import { archiveTimeoutOff } from "./archive-timeout-off.ts";
import { archivingOff } from "./archiving-off.ts";
import { azureAccount } from "./azure-account.ts";
import { azureKeyEncoding } from "./azure-key-encoding.ts";
import { azureKeyInConfigMap } from "./azure-key-in-config-map.ts";
import { backupCutOff } from "./backup-cut-off.ts";
import { backupSectionEmpty } from "./backup-section-empty.ts";
import { backupsSuspended } from "./backups-suspended.ts";
import { bucketName } from "./bucket-name.ts";
import { cipherPassWithoutType } from "./cipher-pass-without-type.ts";
import { cipherTypeWithoutPass } from "./cipher-type-without-pass.ts";
import { claimRefused } from "./claim-refused.ts";
import { cloneBlock } from "./clone-block.ts";
import { cloneIntoSource } from "./clone-into-source.ts";
import { cloneOption } from "./clone-option.ts";
import { cloneOtherNamespace } from "./clone-other-namespace.ts";
import { cloneSource } from "./clone-source.ts";
import { clusterName } from "./cluster-name.ts";
import { clusterNameSuffix } from "./cluster-name-suffix.ts";
import { clusterNameTaken } from "./cluster-name-taken.ts";
import { clusterNotRead } from "./cluster-not-read.ts";
import { confFileSyntax } from "./conf-file-syntax.ts";
import { configAmongResources } from "./config-among-resources.ts";
import { configMapSize } from "./config-map-size.ts";
import { crdPrunesFields } from "./crd-prunes-fields.ts";
import { credentialsInGlobal } from "./credentials-in-global.ts";
import { databaseEnvironment } from "./database-environment.ts";
import { databaseUnreachable } from "./database-unreachable.ts";
import { deployerAnnotations } from "./deployer-annotations.ts";
import { endpointHost } from "./endpoint-host.ts";
import { endpointProtocol } from "./endpoint-protocol.ts";
import { endpointRegion } from "./endpoint-region.ts";
import { environmentName } from "./environment-name.ts";
import { environmentOption } from "./environment-option.ts";
import { environmentSource } from "./environment-source.ts";
import { expireAutoOff } from "./expire-auto-off.ts";
import { failedJobsUnseen } from "./failed-jobs-unseen.ts";
import { fieldWithoutEffect } from "./field-without-effect.ts";
import { fileNotInSecret } from "./file-not-in-secret.ts";
import { foreignAnnotation } from "./foreign-annotation.ts";
import { gcsKeyFile } from "./gcs-key-file.ts";
import { hostOption } from "./host-option.ts";
import { imageKind } from "./image-kind.ts";
import { imageName } from "./image-name.ts";
import { instancesLimit } from "./instances-limit.ts";
import { jobDeadlineShort } from "./job-deadline-short.ts";
import { jobSettingsRefused } from "./job-settings-refused.ts";
import { locationByCommand } from "./location-by-command.ts";
import { mixedStorage } from "./mixed-storage.ts";
import { namespaceMissing } from "./namespace-missing.ts";
import { neededFileExcluded } from "./needed-file-excluded.ts";
import { noBackupSection } from "./no-backup-section.ts";
import { noFullSchedule } from "./no-full-schedule.ts";
import { noRetention } from "./no-retention.ts";
import { nullValue } from "./null-value.ts";
import { numberTooLarge } from "./number-too-large.ts";
import { objectTwice } from "./object-twice.ts";
import { operatorLabelsRefused } from "./operator-labels-refused.ts";
import { operatorRelease } from "./operator-release.ts";
import { operatorReleaseField } from "./operator-release-field.ts";
import { operatorSettingsRefused } from "./operator-settings-refused.ts";
import { operatorSyncFails } from "./operator-sync-fails.ts";
import { optionBeta } from "./option-beta.ts";
import { optionEmpty } from "./option-empty.ts";
import { optionIndex } from "./option-index.ts";
import { optionNewline } from "./option-newline.ts";
import { optionPlacement } from "./option-placement.ts";
import { optionRefused } from "./option-refused.ts";
import { optionRelease } from "./option-release.ts";
import { optionTwice } from "./option-twice.ts";
import { optionValue } from "./option-value.ts";
import { optionWarned } from "./option-warned.ts";
import { optionWithoutEffect } from "./option-without-effect.ts";
import { pathOnVolume } from "./path-on-volume.ts";
import { pgHbaWithoutLocal } from "./pg-hba-without-local.ts";
import { placeholderValue } from "./placeholder-value.ts";
import { podAnnotationsRefused } from "./pod-annotations-refused.ts";
import { podLabelsRefused } from "./pod-labels-refused.ts";
import { policyEncryption } from "./policy-encryption.ts";
import { policyNoBackup } from "./policy-no-backup.ts";
import { policyRepositories } from "./policy-repositories.ts";
import { policyRpo } from "./policy-rpo.ts";
import { policyWindow } from "./policy-window.ts";
import { postgresPodsRefused } from "./postgres-pods-refused.ts";
import { publicPassphrase } from "./public-passphrase.ts";
import { quotesOrCommentInValue } from "./quotes-or-comment-in-value.ts";
import { recoveryParameter } from "./recovery-parameter.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import { repoHostOrder } from "./repo-host-order.ts";
import { repoHostRemoved } from "./repo-host-removed.ts";
import { repositoryFieldMissing } from "./repository-field-missing.ts";
import { repositoryOrder } from "./repository-order.ts";
import { repositoryUnknown } from "./repository-unknown.ts";
import { resourcesContradict } from "./resources-contradict.ts";
import { restoreBlock } from "./restore-block.ts";
import { restoreLeft } from "./restore-left.ts";
import { restoreOption } from "./restore-option.ts";
import { restoreOptionInGlobal } from "./restore-option-in-global.ts";
import { retentionShort } from "./retention-short.ts";
import { retentionUnused } from "./retention-unused.ts";
import { s3BucketDot } from "./s3-bucket-dot.ts";
import { s3KeyMissing } from "./s3-key-missing.ts";
import { s3KeyType } from "./s3-key-type.ts";
import { scheduleClockChange } from "./schedule-clock-change.ts";
import { scheduleCollision } from "./schedule-collision.ts";
import { scheduleDayOrWeekday } from "./schedule-day-or-weekday.ts";
import { scheduleEmpty } from "./schedule-empty.ts";
import { scheduleEveryMinute } from "./schedule-every-minute.ts";
import { scheduleInvalid } from "./schedule-invalid.ts";
import { scheduleOutrunsRetention } from "./schedule-outruns-retention.ts";
import { scheduleSkipsMonths } from "./schedule-skips-months.ts";
import { schedulingRefused } from "./scheduling-refused.ts";
import { secretFileUnread } from "./secret-file-unread.ts";
import { secretMissing } from "./secret-missing.ts";
import { secretName } from "./secret-name.ts";
import { sectionIgnored } from "./section-ignored.ts";
import { serverPort } from "./server-port.ts";
import { severalVolumes } from "./several-volumes.ts";
import { sharedRepository } from "./shared-repository.ts";
import { standbyClusterSchedule } from "./standby-cluster-schedule.ts";
import { standbyUnknown } from "./standby-unknown.ts";
import { timeouts } from "./timeouts.ts";
import { tlsUnverified } from "./tls-unverified.ts";
import { unknownField } from "./unknown-field.ts";
import { unknownOption } from "./unknown-option.ts";
import { volumeSize } from "./volume-size.ts";
import { walQueueLimit } from "./wal-queue-limit.ts";
/** Every rule, in the order in which findings about one cluster are read: what stops it first, then what harms it later. */
export const rules: readonly Rule[] = [
  clusterNotRead,
  configAmongResources,
  backupSectionEmpty,
  nullValue,
  namespaceMissing,
  clusterName,
  clusterNameTaken,
  objectTwice,
  instancesLimit,
  numberTooLarge,
  imageName,
  imageKind,
  postgresPodsRefused,
  archivingOff,
  databaseUnreachable,
  pgHbaWithoutLocal,
  databaseEnvironment,
  configMapSize,
  repositoryOrder,
  severalVolumes,
  mixedStorage,
  releaseMismatch,
  repositoryFieldMissing,
  endpointProtocol,
  endpointHost,
  endpointRegion,
  bucketName,
  azureAccount,
  pathOnVolume,
  volumeSize,
  claimRefused,
  resourcesContradict,
  podLabelsRefused,
  podAnnotationsRefused,
  environmentName,
  environmentSource,
  schedulingRefused,
  operatorSyncFails,
  operatorSettingsRefused,
  operatorLabelsRefused,
  operatorRelease,
  secretName,
  secretMissing,
  secretFileUnread,
  confFileSyntax,
  sectionIgnored,
  unknownOption,
  optionPlacement,
  optionIndex,
  hostOption,
  locationByCommand,
  serverPort,
  optionRelease,
  optionBeta,
  optionNewline,
  optionEmpty,
  optionValue,
  quotesOrCommentInValue,
  optionTwice,
  optionWithoutEffect,
  optionRefused,
  optionWarned,
  standbyUnknown,
  repositoryUnknown,
  cipherPassWithoutType,
  cipherTypeWithoutPass,
  publicPassphrase,
  placeholderValue,
  s3KeyMissing,
  s3KeyType,
  s3BucketDot,
  tlsUnverified,
  gcsKeyFile,
  fileNotInSecret,
  azureKeyEncoding,
  timeouts,
  backupCutOff,
  walQueueLimit,
  archiveTimeoutOff,
  recoveryParameter,
  sharedRepository,
  scheduleInvalid,
  jobSettingsRefused,
  scheduleDayOrWeekday,
  scheduleSkipsMonths,
  scheduleEveryMinute,
  scheduleClockChange,
  scheduleOutrunsRetention,
  restoreBlock,
  restoreOption,
  cloneBlock,
  cloneOption,
  cloneSource,
  cloneOtherNamespace,
  cloneIntoSource,
  noRetention,
  archiveRetention,
  archiveCheckOff,
  neededFileExcluded,
  expireAutoOff,
  retentionShort,
  retentionUnused,
  noFullSchedule,
  policyWindow,
  policyRpo,
  policyEncryption,
  policyRepositories,
  policyNoBackup,
  standbyClusterSchedule,
  scheduleEmpty,
  scheduleCollision,
  backupsSuspended,
  jobDeadlineShort,
  failedJobsUnseen,
  azureKeyInConfigMap,
  credentialsInGlobal,
  restoreOptionInGlobal,
  environmentOption,
  clusterNameSuffix,
  repoHostOrder,
  repoHostRemoved,
  foreignAnnotation,
  deployerAnnotations,
  operatorReleaseField,
  crdPrunesFields,
  annotationUnknown,
  fieldWithoutEffect,
  restoreLeft,
  unknownField,
  noBackupSection,
];
