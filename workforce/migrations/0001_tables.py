import core.create_tables
import core.identifiers
import core.names
import django.db.models.deletion
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('workforce', '0001_initial'), ('workforce', '0002_optional_contact'), ('workforce', '0003_education_merges_and_corrections'), ('workforce', '0004_fill_name_keys')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('facilities', '0001_tables'),
    ]

    operations = [
        core.create_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Profession',
                    fields=[
                        ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='kode')),
                        ('name', models.CharField(max_length=120, verbose_name='nama')),
                        ('name_en', models.CharField(max_length=120, verbose_name='nama Inggris')),
                        ('group', models.CharField(max_length=40, verbose_name='kelompok')),
                        ('str_issuer_old', models.CharField(blank=True, default='', max_length=120, verbose_name='penerbit STR lama')),
                        ('str_issuer_new', models.CharField(blank=True, default='', max_length=120, verbose_name='penerbit STR')),
                        ('old_permit_name', models.CharField(blank=True, default='', max_length=40, verbose_name='nama izin lama')),
                        ('organisation', models.CharField(blank=True, default='', max_length=120, verbose_name='organisasi profesi')),
                        ('type_code', models.CharField(blank=True, default='', max_length=40, verbose_name='jenis izin')),
                        ('max_places_old', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='batas tempat lama')),
                        ('max_places_new', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='batas tempat')),
                        ('skp_target_5y', models.PositiveIntegerField(blank=True, null=True, verbose_name='target SKP lima tahun')),
                        ('citation', models.CharField(blank=True, default='', max_length=300, verbose_name='dasar')),
                        ('confidence', models.CharField(blank=True, default='', max_length=10, verbose_name='keyakinan')),
                    ],
                    options={
                        'verbose_name': 'profesi',
                        'verbose_name_plural': 'profesi',
                        'ordering': ('code',),
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('identity_kind', models.CharField(choices=[('nik', 'NIK'), ('passport', 'Paspor')], default='nik', max_length=8, verbose_name='jenis identitas')),
                        ('identity_number', encrypted_fields.fields.EncryptedCharField(max_length=255, verbose_name='nomor identitas')),
                        ('identity_hash', models.CharField(editable=False, max_length=64, unique=True)),
                        ('name', models.CharField(db_index=True, max_length=120, verbose_name='nama')),
                        ('name_key', core.names.NameKeyField(db_index=True, default='', editable=False, max_length=150)),
                        ('degrees', models.CharField(blank=True, default='', max_length=60, verbose_name='gelar')),
                        ('birth_date', models.DateField(blank=True, null=True, verbose_name='tanggal lahir')),
                        ('birth_place', models.CharField(blank=True, default='', max_length=80, verbose_name='tempat lahir')),
                        ('sex', models.CharField(blank=True, choices=[('L', 'Laki-laki'), ('P', 'Perempuan')], default='', max_length=1, verbose_name='jenis kelamin')),
                        ('address', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='alamat rumah')),
                        ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='telepon')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('updated_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='diubah pada')),
                        ('is_demo', models.BooleanField(default=False, editable=False)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_rows', to='workforce.person', verbose_name='digabung ke')),
                        ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='akun')),
                    ],
                    options={
                        'verbose_name': 'orang',
                        'verbose_name_plural': 'orang',
                        'ordering': ('name', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='PersonMerge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('reason', models.CharField(max_length=300, verbose_name='alasan')),
                        ('merged_at', models.DateTimeField(verbose_name='digabung pada')),
                        ('moved', models.JSONField(blank=True, default=dict, verbose_name='yang dipindahkan')),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='workforce.person')),
                        ('merged', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merge', to='workforce.person')),
                        ('merged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'penggabungan orang',
                        'verbose_name_plural': 'penggabungan orang',
                        'ordering': ('-merged_at', '-id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='person_merge_two_rows')],
                    },
                ),
                migrations.CreateModel(
                    name='Practitioner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('str_number', models.CharField(blank=True, db_index=True, default='', max_length=40, verbose_name='nomor STR')),
                        ('str_issued_on', models.DateField(blank=True, null=True, verbose_name='STR terbit')),
                        ('str_valid_until', models.DateField(blank=True, null=True, verbose_name='STR berlaku sampai')),
                        ('str_lifetime', models.BooleanField(default=False, verbose_name='STR seumur hidup')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('updated_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='diubah pada')),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_rows', to='workforce.practitioner', verbose_name='digabung ke')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practitioners', to='workforce.person', verbose_name='orang')),
                        ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practitioners', to='workforce.profession', verbose_name='profesi')),
                    ],
                    options={
                        'verbose_name': 'tenaga kesehatan',
                        'verbose_name_plural': 'tenaga kesehatan',
                        'ordering': ('id',),
                        'constraints': [models.UniqueConstraint(fields=('person', 'profession'), name='practitioner_unique'), models.UniqueConstraint(condition=models.Q(('str_number', ''), _negated=True), fields=('str_number',), name='practitioner_str_unique'), models.CheckConstraint(condition=models.Q(('str_lifetime', False), ('str_valid_until__isnull', True), _connector='OR'), name='practitioner_str_dated_or_lifetime')],
                    },
                ),
                migrations.CreateModel(
                    name='Placement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='mulai')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                        ('practice_hours', models.JSONField(blank=True, default=list, verbose_name='jam praktik')),
                        ('employment', models.CharField(blank=True, choices=[('asn', 'PNS'), ('pppk', 'PPPK'), ('kontrak', 'Kontrak'), ('blud', 'Pegawai BLUD'), ('tni_polri', 'TNI/Polri'), ('swasta', 'Pegawai swasta'), ('sukarela', 'Tenaga sukarela'), ('internsip', 'Internsip/peserta didik'), ('mandiri', 'Praktik mandiri')], default='', max_length=10, verbose_name='status kepegawaian')),
                        ('needs_sip', models.BooleanField(default=True, verbose_name='wajib SIP')),
                        ('end_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='alasan berakhir')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah pada')),
                        ('ended_by_closure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ended_placements', to='facilities.facilityclosure')),
                        ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='facilities.facility')),
                        ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='workforce.practitioner')),
                    ],
                    options={
                        'verbose_name': 'penempatan',
                        'verbose_name_plural': 'penempatan',
                        'ordering': ('practitioner', 'starts_on'),
                        'indexes': [models.Index(fields=['facility', 'ends_on'], name='placement_facility_end')],
                        'constraints': [models.UniqueConstraint(fields=('practitioner', 'facility', 'starts_on'), name='placement_unique'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='placement_ends_after_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Education',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.CharField(choices=[('smk', 'SMK/SPK'), ('d1', 'D-1'), ('d3', 'D-3'), ('d4', 'D-4/Sarjana terapan'), ('s1', 'S-1'), ('profesi', 'Profesi'), ('s2', 'S-2'), ('sp1', 'Spesialis'), ('sp2', 'Subspesialis'), ('s3', 'S-3')], max_length=10, verbose_name='jenjang')),
                        ('programme', models.CharField(max_length=120, verbose_name='program studi')),
                        ('institution', models.CharField(max_length=150, verbose_name='perguruan tinggi/sekolah')),
                        ('graduated_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun lulus')),
                        ('certificate_number', models.CharField(blank=True, default='', max_length=60, verbose_name='nomor ijazah')),
                        ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='education', to='workforce.practitioner')),
                    ],
                    options={
                        'verbose_name': 'pendidikan',
                        'verbose_name_plural': 'pendidikan',
                        'ordering': ('practitioner', '-graduated_year', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='CorrectionRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('field', models.CharField(choices=[('name', 'Nama'), ('degrees', 'Gelar'), ('birth_place', 'Tempat lahir'), ('birth_date', 'Tanggal lahir'), ('sex', 'Jenis kelamin'), ('address', 'Alamat rumah'), ('str_number', 'Nomor STR'), ('str_issued_on', 'Tanggal terbit STR'), ('str_valid_until', 'Masa berlaku STR'), ('other', 'Lainnya (pendidikan, SKP, penempatan)')], max_length=20, verbose_name='yang dikoreksi')),
                        ('value_now', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='tercatat')),
                        ('value_wanted', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='seharusnya')),
                        ('reason', encrypted_fields.fields.EncryptedTextField(verbose_name='alasan')),
                        ('state', models.CharField(choices=[('open', 'Menunggu'), ('accepted', 'Diterima'), ('refused', 'Ditolak'), ('withdrawn', 'Ditarik')], default='open', max_length=10, verbose_name='keadaan')),
                        ('asked_at', models.DateTimeField(verbose_name='diajukan pada')),
                        ('answer', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='jawaban')),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('evidence_state', models.CharField(choices=[('none', 'Tanpa berkas'), ('pending_scan', 'Sedang diperiksa'), ('clean', 'Siap dibuka'), ('refused', 'Ditolak')], default='none', max_length=12, verbose_name='bukti')),
                        ('evidence_name', models.CharField(blank=True, default='', max_length=160, verbose_name='nama berkas')),
                        ('evidence_refusal', models.CharField(blank=True, default='', max_length=40)),
                        ('evidence_stored', models.CharField(blank=True, default='', max_length=120)),
                        ('evidence_type', models.CharField(blank=True, default='', max_length=60)),
                        ('evidence_sha256', models.CharField(blank=True, default='', max_length=64)),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='workforce.person')),
                        ('practitioner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='workforce.practitioner')),
                    ],
                    options={
                        'verbose_name': 'permintaan koreksi',
                        'verbose_name_plural': 'permintaan koreksi',
                        'ordering': ('-asked_at', '-id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person', 'field'), name='correction_one_open_per_field')],
                    },
                ),
                migrations.CreateModel(
                    name='PractitionerMerge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('merged_str_number', models.CharField(blank=True, default='', max_length=40, verbose_name='nomor STR yang digabung')),
                        ('moved', models.JSONField(blank=True, default=dict, verbose_name='yang dipindahkan')),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='workforce.practitioner')),
                        ('merged', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merge', to='workforce.practitioner')),
                        ('person_merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practitioner_merges', to='workforce.personmerge')),
                    ],
                    options={
                        'verbose_name': 'penggabungan tenaga kesehatan',
                        'verbose_name_plural': 'penggabungan tenaga kesehatan',
                        'ordering': ('id',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='practitioner_merge_two_rows')],
                    },
                ),
                migrations.CreateModel(
                    name='SkpRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period_start', models.DateField(verbose_name='mulai')),
                        ('period_end', models.DateField(verbose_name='sampai')),
                        ('points', models.PositiveIntegerField(verbose_name='jumlah SKP')),
                        ('source', models.CharField(blank=True, default='', max_length=80, verbose_name='sumber')),
                        ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skp_records', to='workforce.practitioner')),
                    ],
                    options={
                        'verbose_name': 'catatan SKP',
                        'verbose_name_plural': 'catatan SKP',
                        'ordering': ('-period_end',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='skp_period_ends_after_start')],
                    },
                ),
            ],
        ),
    ]
