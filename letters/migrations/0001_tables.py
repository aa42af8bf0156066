import core.create_tables
import core.identifiers
import django.db.models.deletion
import letters.models.letter
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('letters', '0001_initial'), ('letters', '0002_signed_elsewhere'), ('letters', '0003_standing_by_date'), ('letters', '0004_fill_effects'), ('letters', '0005_remove_standing_before')]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
    ]

    operations = [
        core.create_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='LetterKind',
                    fields=[
                        ('code', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='kode')),
                        ('name_id', models.CharField(max_length=120, verbose_name='nama')),
                        ('name_en', models.CharField(max_length=120, verbose_name='nama (Inggris)')),
                        ('signer_role', models.CharField(max_length=30, verbose_name='penanda tangan')),
                        ('series', models.CharField(max_length=30, verbose_name='seri nomor')),
                        ('number_pattern', models.CharField(max_length=100, verbose_name='pola nomor')),
                        ('paper', models.CharField(choices=[('A4', 'A4'), ('F4', 'F4'), ('A4-landscape', 'A4 mendatar'), ('F4-landscape', 'F4 mendatar')], default='A4', max_length=15, verbose_name='kertas')),
                        ('template', models.CharField(max_length=60, verbose_name='templat')),
                        ('qr_fields', models.JSONField(default=list, verbose_name='isi kode QR')),
                        ('retention_years', models.PositiveSmallIntegerField(verbose_name='masa simpan (tahun)')),
                        ('confidence', models.CharField(default='medium', max_length=10, verbose_name='keyakinan')),
                    ],
                    options={
                        'verbose_name': 'jenis surat',
                        'verbose_name_plural': 'jenis surat',
                        'ordering': ('code',),
                    },
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('key', models.CharField(max_length=120, unique=True, verbose_name='kunci')),
                        ('variant', models.CharField(max_length=30, verbose_name='varian')),
                        ('method', models.CharField(choices=[('personal', 'Tanda tangan elektronik pejabat'), ('seal', 'Segel elektronik portal'), ('elsewhere', 'Ditandatangani di sistem lain')], max_length=10, verbose_name='cara pengesahan')),
                        ('state', models.CharField(choices=[('queued', 'Menunggu dibuat'), ('numbered', 'Menunggu tanda tangan'), ('issued', 'Terbit'), ('void', 'Batal')], max_length=10, verbose_name='keadaan')),
                        ('series', models.CharField(max_length=30, verbose_name='seri')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                        ('running', models.PositiveIntegerField(blank=True, null=True, verbose_name='nomor urut')),
                        ('number', models.CharField(max_length=120, verbose_name='nomor')),
                        ('number_date', models.DateField(verbose_name='tanggal surat')),
                        ('subject', models.CharField(max_length=200, verbose_name='perihal')),
                        ('holder', models.CharField(blank=True, default='', max_length=160, verbose_name='pemegang (inisial atau nama fasilitas)')),
                        ('place', models.CharField(blank=True, default='', max_length=160, verbose_name='tempat atau produk')),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='berlaku mulai')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                        ('context', models.JSONField(default=letters.models.letter.empty_content, verbose_name='isi')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='sidik isi')),
                        ('is_trial', models.BooleanField(default=True, verbose_name='uji coba')),
                        ('verify_code', models.CharField(default=letters.models.letter.random_code, max_length=28, unique=True, verbose_name='kode periksa')),
                        ('qr_payload', models.TextField(blank=True, default='', verbose_name='isi kode QR')),
                        ('draft_name', models.CharField(blank=True, default='', max_length=120)),
                        ('draft_sha256', models.CharField(blank=True, default='', max_length=64)),
                        ('drafted_at', models.DateTimeField(blank=True, null=True)),
                        ('sign_attempted_at', models.DateTimeField(blank=True, null=True)),
                        ('file_name', models.CharField(blank=True, default='', max_length=120, verbose_name='berkas')),
                        ('sha256', models.CharField(blank=True, db_index=True, default='', max_length=64)),
                        ('size', models.PositiveIntegerField(blank=True, null=True, verbose_name='ukuran (bita)')),
                        ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='terbit pada')),
                        ('standing', models.CharField(choices=[('valid', 'Berlaku'), ('suspended', 'Dibekukan'), ('revoked', 'Dicabut'), ('surrendered', 'Dikembalikan'), ('replaced', 'Diganti'), ('void', 'Batal')], default='valid', max_length=12, verbose_name='status')),
                        ('standing_since', models.DateField(blank=True, null=True, verbose_name='status sejak')),
                        ('effects', models.JSONField(blank=True, default=list, verbose_name='status menurut tanggal')),
                        ('void_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='alasan batal')),
                        ('created_at', models.DateTimeField(verbose_name='dibuat pada')),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.office', verbose_name='penerbit')),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='letters.letter', verbose_name='mengganti')),
                        ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_letters', to=settings.AUTH_USER_MODEL, verbose_name='penanda tangan')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letterkind', verbose_name='jenis')),
                    ],
                    options={
                        'verbose_name': 'surat',
                        'verbose_name_plural': 'surat',
                        'ordering': ('-created_at', '-pk'),
                        'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['created_at'], name='letter_queued_oldest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('running__isnull', False)), fields=('office', 'series', 'year', 'running'), name='letter_running_number_unique'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('file_name', ''), _negated=True), ('issued_at__isnull', False)), _connector='OR'), name='letter_issued_has_file'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='letter_void_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'personal'), ('state', 'issued'), _negated=True), ('signed_by__isnull', False), _connector='OR'), name='letter_personal_has_signer')],
                    },
                ),
                migrations.CreateModel(
                    name='LetterCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('method', models.CharField(choices=[('code', 'Kode'), ('qr', 'Kode QR'), ('upload', 'Unggah PDF')], max_length=10, verbose_name='cara')),
                        ('verdict', models.CharField(choices=[('valid', 'Berlaku'), ('suspended', 'Dibekukan'), ('revoked', 'Dicabut'), ('surrendered', 'Dikembalikan'), ('replaced', 'Diganti'), ('expired', 'Habis masa berlaku'), ('void', 'Batal'), ('unknown', 'Tidak dikenal')], max_length=12, verbose_name='jawaban')),
                        ('matched', models.BooleanField(null=True, verbose_name='isi cocok')),
                        ('at', models.DateTimeField(db_index=True, verbose_name='waktu')),
                        ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='letters.letter')),
                    ],
                    options={
                        'verbose_name': 'pemeriksaan surat',
                        'verbose_name_plural': 'pemeriksaan surat',
                        'ordering': ('-at',),
                    },
                ),
                migrations.CreateModel(
                    name='NumberCounter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('series', models.CharField(max_length=30, verbose_name='seri')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                        ('last', models.PositiveIntegerField(default=0, verbose_name='nomor terakhir')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ],
                    options={
                        'verbose_name': 'pencacah nomor',
                        'verbose_name_plural': 'pencacah nomor',
                        'constraints': [models.UniqueConstraint(fields=('office', 'series', 'year'), name='counter_office_series_year_unique')],
                    },
                ),
            ],
        ),
    ]
