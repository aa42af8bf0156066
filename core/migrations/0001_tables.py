import core.create_tables
import core.crypto
import core.identifiers
import django.db.models.deletion
import django.utils.timezone
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_encrypt_kept_answers'), ('core', '0003_add_imports'), ('core', '0004_trace_imports')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        # Its twenty steps change tables that hang on ours: cheaper while ours are few.
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
    ]

    operations = [
        core.create_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='AuditChain',
                    fields=[
                        ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='nama')),
                        ('seq', models.PositiveBigIntegerField(default=0, verbose_name='nomor terakhir')),
                        ('hash', models.CharField(default='', max_length=64, verbose_name='sidik terakhir')),
                    ],
                    options={
                        'verbose_name': 'rantai jejak',
                        'verbose_name_plural': 'rantai jejak',
                        'ordering': ('name',),
                    },
                ),
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ('name',),
                    },
                ),
                migrations.CreateModel(
                    name='ImportSetting',
                    fields=[
                        ('kind', models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name='jenis')),
                        ('keep_days', models.PositiveSmallIntegerField(default=30, verbose_name='disimpan (hari)')),
                        ('max_rows', models.PositiveIntegerField(default=100000, verbose_name='baris paling banyak')),
                    ],
                    options={
                        'verbose_name': 'pengaturan impor',
                        'verbose_name_plural': 'pengaturan impor',
                        'ordering': ('kind',),
                    },
                ),
                migrations.CreateModel(
                    name='Lease',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('until', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ('name',),
                    },
                ),
                migrations.CreateModel(
                    name='Neighbour',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='nama')),
                        ('failures', models.PositiveIntegerField(default=0, verbose_name='kegagalan beruntun')),
                        ('open_until', models.DateTimeField(blank=True, null=True, verbose_name='ditahan sampai')),
                    ],
                    options={
                        'verbose_name': 'sistem tetangga',
                        'verbose_name_plural': 'sistem tetangga',
                        'ordering': ('name',),
                    },
                ),
                migrations.CreateModel(
                    name='IdempotencyRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client', models.CharField(max_length=80)),
                        ('route', models.CharField(max_length=300)),
                        ('key', models.CharField(max_length=128)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('claim', models.CharField(max_length=32)),
                        ('status', models.PositiveSmallIntegerField(null=True)),
                        ('headers', models.JSONField(default=dict)),
                        ('body', encrypted_fields.fields.EncryptedTextField(null=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('client', 'route', 'key'), name='idempotency_key_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('kind', models.CharField(max_length=24, verbose_name='jenis')),
                        ('office_code', models.CharField(blank=True, default='', max_length=40, verbose_name='perangkat daerah')),
                        ('region_code', models.CharField(blank=True, default='', max_length=20, verbose_name='wilayah')),
                        ('place', models.CharField(blank=True, default='', max_length=24, verbose_name='fasilitas')),
                        ('place_name', models.CharField(blank=True, default='', max_length=150, verbose_name='nama fasilitas')),
                        ('file_name', models.CharField(max_length=150, verbose_name='berkas')),
                        ('sha256', models.CharField(db_index=True, max_length=64)),
                        ('sheet', models.CharField(blank=True, default='', max_length=100, verbose_name='lembar')),
                        ('sheets', models.JSONField(default=list, verbose_name='lembar-lembar')),
                        ('header_number', models.PositiveIntegerField(default=1)),
                        ('header', models.JSONField(default=list, verbose_name='judul kolom')),
                        ('mapping', models.JSONField(default=dict, verbose_name='pemetaan kolom')),
                        ('state', models.CharField(choices=[('staged', 'Menunggu pemetaan kolom'), ('checking', 'Sedang diperiksa'), ('checked', 'Selesai diperiksa, belum disimpan'), ('applying', 'Sedang disimpan'), ('done', 'Tersimpan'), ('undoing', 'Sedang dibatalkan'), ('undone', 'Dibatalkan'), ('dropped', 'Dibuang'), ('stopped', 'Terhenti')], default='staged', max_length=10, verbose_name='keadaan')),
                        ('mode', models.CharField(blank=True, choices=[('all', 'Semua baris atau tidak sama sekali'), ('good', 'Hanya baris yang benar')], default='', max_length=5, verbose_name='cara simpan')),
                        ('row_count', models.PositiveIntegerField(default=0, verbose_name='baris')),
                        ('flaw_count', models.PositiveIntegerField(default=0, verbose_name='kesalahan')),
                        ('new', models.PositiveIntegerField(default=0, verbose_name='baru')),
                        ('changed', models.PositiveIntegerField(default=0, verbose_name='berubah')),
                        ('unchanged', models.PositiveIntegerField(default=0, verbose_name='tetap')),
                        ('refused', models.PositiveIntegerField(default=0, verbose_name='ditolak')),
                        ('problem', models.TextField(blank=True, default='', verbose_name='kendala')),
                        ('is_demo', models.BooleanField(default=False, editable=False)),
                        ('created_at', models.DateTimeField(verbose_name='diunggah')),
                        ('checked_at', models.DateTimeField(blank=True, null=True)),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='disimpan')),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('erased_at', models.DateTimeField(blank=True, null=True)),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'impor',
                        'verbose_name_plural': 'impor',
                        'ordering': ('-created_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='ImportMapping',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('owner', models.CharField(max_length=80)),
                        ('kind', models.CharField(max_length=24)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('mapping', models.JSONField(default=dict)),
                        ('used_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'pemetaan impor',
                        'verbose_name_plural': 'pemetaan impor',
                        'ordering': ('owner', 'kind'),
                        'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'fingerprint'), name='import_mapping_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LoadedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=80)),
                        ('key', models.CharField(max_length=200)),
                        ('fields', models.JSONField(default=list)),
                        ('content_hash', models.CharField(max_length=64)),
                        ('loaded_at', models.DateTimeField()),
                        ('retired_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ('source', 'key'),
                        'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='loaded_row_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='OutboxJob',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60, verbose_name='jenis')),
                        ('queue', models.CharField(max_length=20, verbose_name='antrean')),
                        ('key', models.CharField(max_length=200, unique=True, verbose_name='kunci')),
                        ('payload', models.JSONField(default=dict, verbose_name='isi')),
                        ('state', models.CharField(choices=[('pending', 'Menunggu'), ('sending', 'Dikerjakan'), ('done', 'Selesai'), ('failed', 'Gagal, akan dicoba lagi'), ('dead', 'Gagal, perlu tindakan')], default='pending', max_length=8, verbose_name='keadaan')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                        ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='jatuh tempo')),
                        ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='percobaan berikut')),
                        ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='dipegang sampai')),
                        ('last_error', models.CharField(blank=True, default='', max_length=500, verbose_name='kesalahan terakhir')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dibuat pada')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='selesai pada')),
                    ],
                    options={
                        'verbose_name': 'pekerjaan keluar',
                        'verbose_name_plural': 'pekerjaan keluar',
                        'ordering': ('next_attempt_at', 'pk'),
                        'indexes': [models.Index(condition=models.Q(('state__in', ('pending', 'failed', 'sending'))), fields=['next_attempt_at', 'id'], name='outbox_undone'), models.Index(fields=['state', 'done_at'], name='outbox_done')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', False), _connector='OR'), name='outbox_done_has_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seq', models.PositiveBigIntegerField(verbose_name='nomor')),
                        ('at', models.DateTimeField(verbose_name='waktu')),
                        ('role', models.CharField(blank=True, default='', max_length=40, verbose_name='peran')),
                        ('action', models.CharField(max_length=60, verbose_name='tindakan')),
                        ('object_type', models.CharField(blank=True, default='', max_length=80, verbose_name='jenis objek')),
                        ('object_id', models.CharField(blank=True, default='', max_length=64, verbose_name='id objek')),
                        ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='alasan')),
                        ('payload', models.JSONField(default=dict, verbose_name='rincian')),
                        ('prev_hash', models.CharField(blank=True, max_length=64)),
                        ('hash', models.CharField(max_length=64, unique=True)),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to=settings.AUTH_USER_MODEL, verbose_name='pelaku')),
                        ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='core.auditchain')),
                    ],
                    options={
                        'verbose_name': 'catatan jejak',
                        'verbose_name_plural': 'catatan jejak',
                        'ordering': ('chain', 'seq'),
                        'indexes': [models.Index(fields=['object_type', 'object_id', 'at'], name='audit_event_object'), models.Index(fields=['at'], name='audit_event_at')],
                        'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='audit_event_seq_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportChunk',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sheet', models.CharField(blank=True, default='', max_length=100)),
                        ('position', models.PositiveIntegerField()),
                        ('row_count', models.PositiveIntegerField()),
                        ('rows', core.crypto.EncryptedJSONField(null=True)),
                        ('flaws', core.crypto.EncryptedJSONField(null=True)),
                        ('flaw_count', models.PositiveIntegerField(default=0)),
                        ('refused', models.PositiveIntegerField(default=0)),
                        ('outcomes', models.TextField(null=True)),
                        ('memory', core.crypto.EncryptedJSONField(null=True)),
                        ('journal', core.crypto.EncryptedJSONField(null=True)),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='core.importbatch')),
                    ],
                    options={
                        'verbose_name': 'bagian impor',
                        'verbose_name_plural': 'bagian impor',
                        'ordering': ('batch', 'position'),
                        'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='import_chunk_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportTrace',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('object_type', models.CharField(max_length=60)),
                        ('object_id', models.BigIntegerField()),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='core.importbatch')),
                    ],
                    options={
                        'verbose_name': 'jejak impor',
                        'verbose_name_plural': 'jejak impor',
                        'ordering': ('id',),
                        'indexes': [models.Index(fields=['object_type', 'object_id'], name='import_trace_of_object')],
                    },
                ),
            ],
        ),
    ]
